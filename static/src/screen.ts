/**
 * The shared screen: nobody scrolls it, so it brings the last change into view by itself, and where a list goes on
 * below its edge it fades, so that nobody takes what is in sight for everything.
 */

import { findAll } from "./page.ts";

const FIT = "[data-fit]";
const GOES_ON = "goesOn";

export function setUpScreen(): void {
  if (document.body.dataset.surface !== "screen") return;
  const seen = new MutationObserver((changes) => {
    const last = changes
      .filter((change) => change.type !== "attributes")
      .map(touched)
      .findLast((element) => element?.closest(FIT));
    requestAnimationFrame(() => {
      if (last) show(last);
      fade();
    });
  });
  const attributes = { attributes: true, attributeFilter: ["data-goes-on"] };
  seen.observe(document.body, { childList: true, characterData: true, subtree: true, ...attributes });
  document.addEventListener("scroll", fade, { capture: true, passive: true });
  window.addEventListener("resize", fade);
  fade();
}

function show(element: Element): void {
  const box = element.closest(FIT);
  if (!box || !element.isConnected || box.scrollHeight <= box.clientHeight) return;
  const whole = element.closest("li") ?? element;
  if (box.contains(whole) && whole !== box) whole.scrollIntoView({ block: "nearest" });
}

function fade(): void {
  for (const box of findAll(FIT)) {
    const goesOn = box.scrollHeight - box.scrollTop - box.clientHeight > 4;
    if (goesOn === GOES_ON in box.dataset) continue;
    if (goesOn) box.dataset[GOES_ON] = "";
    else delete box.dataset[GOES_ON];
  }
}

/** What a change is about: what came, or else where it was. */
function touched(change: MutationRecord): Element | null {
  const node = [...change.addedNodes].at(-1) ?? change.target;
  return node instanceof Element ? node : node.parentElement;
}
