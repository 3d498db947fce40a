/**
 * Before words are lost somebody is asked. At a desk the browser does; a phone keeps nothing and some do not ask by
 * themselves, so there the page asks at every way out that is its own. Snel sluiten never asks.
 */

import { keepExit } from "./glossary.ts";
import { around, find } from "./page.ts";
import type { Saved } from "./saved.ts";
import { unsentIn } from "./unsent.ts";

export function setUpLeaving(saved: Saved): void {
  const ofFamily =
    document.documentElement.classList.contains("is-family") && document.body.dataset.surface !== "door";
  const loses = (except?: Element) =>
    !saved.goes && (saved.unsaved || (ofFamily && unsentIn(document.body, except)));
  window.addEventListener("beforeunload", (event) => {
    if (loses()) event.preventDefault();
  });
  if (!ofFamily) return;
  document.addEventListener("click", (event) => {
    const link = around(event, "a[href]");
    if (!(link instanceof HTMLAnchorElement) || event.defaultPrevented || !leads(link) || !loses()) return;
    event.preventDefault();
    ask(() => {
      saved.leave();
      window.location.assign(link.href);
    });
  });
  // A form that the browser sends itself takes its own words along, and loses those of the others.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!(form instanceof HTMLFormElement) || event.defaultPrevented) return;
    if (!loses(form)) {
      saved.leave();
      return;
    }
    event.preventDefault();
    const button = event.submitter;
    ask(() => {
      saved.leave();
      form.requestSubmit(button);
    });
  });
}

/** Does this link take the page away? */
function leads(link: HTMLAnchorElement): boolean {
  if (link.target || link.download || link.matches("[data-quick-exit], [data-term]")) return false;
  return link.origin !== location.origin || link.pathname !== location.pathname || link.hash === "";
}

function ask(go: () => void): void {
  const dialog = find("dialog[data-leaving]");
  if (!(dialog instanceof HTMLDialogElement)) {
    go();
    return;
  }
  const button = find("[data-leaving-go]", dialog);
  if (button) button.onclick = go;
  keepExit(dialog);
  if (!dialog.open) dialog.showModal();
}
