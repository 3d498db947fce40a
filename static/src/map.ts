/**
 * The picture of the map: whoever may, drags a box with a finger or a mouse, and everybody sees it go.
 * The server decides where it stands; a place that arrives waits while this browser holds the box.
 */

import type { Live } from "./live.ts";
import type { Commands } from "./messages.ts";
import { announce } from "./toast.ts";
import type { Wire } from "./wire.ts";

/** Milliseconds between two places that are told during a drag. */
const BEAT = 200;
/** Milliseconds after the drop in which the last place has come back. */
const SETTLED = 400;

type Point = { x: number; y: number };
type Drag = { node: SVGGElement; pointer: number; from: Point; grip: Point; at: Point; told: number };

/** Let people drag in the picture, for as long as this page is open. */
export function setUpMap(wire: Wire, live: Live): void {
  let drag: Drag | null = null;
  document.addEventListener("pointerdown", (event) => {
    const node = nodeOf(event);
    const grip = node && pointIn(node, event);
    if (!node || !grip || drag || event.button !== 0) return;
    event.preventDefault();
    const from = placeOf(node);
    drag = { node, pointer: event.pointerId, from, grip, at: from, told: 0 };
    node.setPointerCapture(event.pointerId);
    node.classList.add("is-held");
    live.hold(fragmentOf(node));
  });
  document.addEventListener("pointermove", (event) => {
    if (!drag || event.pointerId !== drag.pointer) return;
    const now = pointIn(drag.node, event);
    if (!now) return;
    drag.at = within(drag.node, {
      x: drag.from.x + now.x - drag.grip.x,
      y: drag.from.y + now.y - drag.grip.y,
    });
    drag.node.setAttribute("transform", `translate(${drag.at.x} ${drag.at.y})`);
    if (event.timeStamp - drag.told < BEAT) return;
    drag.told = event.timeStamp;
    void wire.ask("factor:move", { ...told(drag), done: "no" });
  });
  for (const end of ["pointerup", "pointercancel"] as const)
    document.addEventListener(end, (event) => {
      if (!drag || event.pointerId !== drag.pointer) return;
      const dropped = drag;
      drag = null;
      void drop(dropped, wire, live);
    });
}

/** Tell where it was put down; when that is not known or not taken, what the server has is shown again. */
async function drop(drag: Drag, wire: Wire, live: Live): Promise<void> {
  drag.node.classList.remove("is-held");
  const name = fragmentOf(drag.node);
  const moved = drag.at.x !== drag.from.x || drag.at.y !== drag.from.y;
  const answer = moved ? await wire.ask("factor:move", { ...told(drag), done: "yes" }) : null;
  if (answer?.ok === false) announce(answer.message);
  if (answer && answer.ok !== true)
    drag.node.setAttribute("transform", `translate(${drag.from.x} ${drag.from.y})`);
  setTimeout(() => live.letGo(name), SETTLED);
}

function told({ node, at }: Drag): Commands["factor:move"] {
  return { factor: node.dataset.node ?? "", x: at.x, y: at.y };
}

function nodeOf(event: Event): SVGGElement | null {
  if (!(event.target instanceof Element)) return null;
  const node = event.target.closest("svg[data-may-move] [data-node]");
  return node instanceof SVGGElement ? node : null;
}

function fragmentOf(node: SVGGElement): string {
  return node.dataset.fragment ?? "";
}

/** Where a pointer is, in the units of the picture. */
function pointIn(node: SVGGElement, event: PointerEvent): Point | null {
  const matrix = node.ownerSVGElement?.getScreenCTM()?.inverse();
  return matrix ? new DOMPoint(event.clientX, event.clientY).matrixTransform(matrix) : null;
}

function placeOf(node: SVGGElement): Point {
  const [x, y] = (node.getAttribute("transform") ?? "").match(/-?[\d.]+/g) ?? [];
  return { x: Number(x ?? 0), y: Number(y ?? 0) };
}

/** On the field, in whole units. */
function within(node: SVGGElement, point: Point): Point {
  const { width, height } = node.ownerSVGElement?.viewBox.baseVal ?? { width: 0, height: 0 };
  return {
    x: Math.round(Math.min(Math.max(point.x, 0), width)),
    y: Math.round(Math.min(Math.max(point.y, 0), height)),
  };
}
