/**
 * The board of a learning cycle: who uses a mouse drags a card to its place. Everything also goes with the buttons and
 * the list on the card. The server decides where it lies; what arrives meanwhile waits until the card is put down.
 */

import type { Live } from "./live.ts";
import { around, find, findAll } from "./page.ts";

const BOARD = "board";

/** Let people drag cards, for as long as this page is open. */
export function setUpBoard(live: Live): void {
  let card: HTMLElement | null = null;

  // Only the card itself is taken up, so that words in its forms can be selected.
  document.addEventListener("pointerdown", (event) => {
    const under = around(event, "[data-card]");
    if (under) under.draggable = !around(event, "details, a, button");
  });
  document.addEventListener("dragstart", (event) => {
    card = around(event, "[data-card]");
    if (!card) return;
    event.dataTransfer?.setData("text/plain", "");
    card.classList.add("is-held");
    live.hold(BOARD);
  });
  document.addEventListener("dragover", (event) => {
    const column = card && around(event, "[data-column]");
    mark(column);
    if (column) event.preventDefault();
  });
  document.addEventListener("drop", (event) => {
    const column = around(event, "[data-column]");
    if (!card || !column) return;
    event.preventDefault();
    put(card, column, event.clientY);
  });
  document.addEventListener("dragend", () => {
    if (!card) return;
    card.classList.remove("is-held");
    card = null;
    mark(null);
    live.letGo(BOARD);
  });
}

/** Show which column the card would come into. */
function mark(column: HTMLElement | null): void {
  for (const other of findAll("[data-column].is-over"))
    if (other !== column) other.classList.remove("is-over");
  column?.classList.add("is-over");
}

/** Ask for the new place: before the first card whose middle lies below the pointer. */
function put(card: HTMLElement, column: HTMLElement, y: number): void {
  const form = find("form#drop");
  if (!(form instanceof HTMLFormElement)) return;
  const others = findAll("[data-card]", column).filter((other) => other !== card);
  const before = others.find((other) => {
    const { top, height } = other.getBoundingClientRect();
    return y < top + height / 2;
  });
  fill(form, "card", card.dataset.card);
  fill(form, "column", column.dataset.column);
  fill(form, "before", before?.dataset.card);
  form.requestSubmit();
}

function fill(form: HTMLFormElement, name: string, value: string | undefined): void {
  const control = form.elements.namedItem(name);
  if (control instanceof HTMLInputElement) control.value = value ?? "";
}
