/** Answers to a sentence that others may be changing: they belong to the words that stood on this screen. */

import { keep, type Live } from "./live.ts";
import { around, find } from "./page.ts";

export function setUpStatements(live: Live): void {
  // Before the form is read: the newest words that this page has shown.
  document.addEventListener("submit", (event) => stampVersions(event.target), true);
  // A question that somebody is answering is not taken away for the next one.
  document.addEventListener("input", (event) => {
    const held = around(event, "[data-hold] textarea")?.closest<HTMLElement>("[data-hold]");
    if (held) keep(held);
  });
  document.addEventListener("click", (event) => {
    const panel = around(event, "[data-panel-close]")?.closest<HTMLElement>(".rd-panel");
    if (!panel) return;
    panel.replaceChildren();
    panel.hidden = true;
    live.fill(panel, false);
  });
}

function stampVersions(form: EventTarget | null): void {
  if (!(form instanceof HTMLFormElement)) return;
  for (const input of form.querySelectorAll<HTMLInputElement>("input[data-version-of]")) {
    const shown = find(`[data-fragment="text:${CSS.escape(input.dataset.versionOf ?? "")}"]`);
    if (shown?.dataset.version) input.value = shown.dataset.version;
  }
}
