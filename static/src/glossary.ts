/** What a word means: in a dialog on top of the page, or as a page of its own without script. */

import { around, find } from "./page.ts";
import { parsed } from "./trusted.ts";

export function setUpGlossary(): void {
  document.addEventListener("click", (event) => {
    if (event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    const link = around(event, "a[data-term]");
    const dialog = find("dialog[data-term-dialog]");
    if (!(link instanceof HTMLAnchorElement) || !(dialog instanceof HTMLDialogElement)) return;
    event.preventDefault();
    void explain(link, dialog);
  });
  document.addEventListener("click", (event) => {
    const dialog = around(event, "dialog");
    if (!(dialog instanceof HTMLDialogElement)) return;
    // A press on the ground around it closes, and so does every button that says it does.
    if (event.target === dialog || around(event, "[data-term-close], [data-close]")) dialog.close();
  });
}

async function explain(link: HTMLAnchorElement, dialog: HTMLDialogElement): Promise<void> {
  const html = await meaning(link.href);
  if (html === null) {
    window.location.assign(link.href);
    return;
  }
  const place = find("[data-term-body]", dialog) ?? dialog;
  place.replaceChildren(parsed(html));
  const asked = dialog.querySelector<HTMLInputElement>("input[data-term-word]");
  if (asked) asked.value = (link.textContent ?? "").trim();
  find("[data-answer]", dialog)?.replaceChildren();
  keepExit(dialog);
  if (!dialog.open) dialog.showModal();
}

async function meaning(href: string): Promise<string | null> {
  const address = new URL(href);
  address.searchParams.set("los", "1");
  try {
    const response = await fetch(address);
    return response.ok && !response.redirected ? await response.text() : null;
  } catch {
    return null;
  }
}

/** An open dialog makes the rest of the page unreachable, so the way out goes in with it. */
export function keepExit(dialog: HTMLDialogElement): void {
  find("[data-quick-exit]", dialog)?.remove();
  const exit = find("[data-quick-exit]")?.cloneNode(true);
  if (!(exit instanceof HTMLElement)) return;
  exit.removeAttribute("id");
  exit.classList.add("rd-exit--over");
  dialog.append(exit);
}
