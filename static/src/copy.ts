/** Buttons that copy what stands elsewhere on the page. */

import { around, find } from "./page.ts";
import { announce } from "./toast.ts";

const SHOWN = 3_000;

export function setUpCopy(): void {
  document.addEventListener("click", (event) => {
    const button = around(event, "[data-copy]");
    const source = button?.dataset.copy ? find(button.dataset.copy) : null;
    if (button && source) void copy(source).then((done) => done && confirmCopy(button));
  });
}

/** Put the words of an element on the clipboard; false when the browser does not allow it (they are selected then). */
export async function copy(source: HTMLElement): Promise<boolean> {
  const field = source instanceof HTMLInputElement || source instanceof HTMLTextAreaElement;
  const words = field ? source.value : (source.textContent ?? "").trim();
  try {
    await navigator.clipboard.writeText(words);
    return true;
  } catch {
    if (field) source.select();
    else getSelection()?.selectAllChildren(source);
    return false;
  }
}

function confirmCopy(button: HTMLElement): void {
  button.classList.add("is-done");
  if (button.dataset.copied) announce(button.dataset.copied);
  window.setTimeout(() => button.classList.remove("is-done"), SHOWN);
}
