/**
 * What is read in an emergency is gone when that is over: by the clock, by the server's word, and while nobody looks.
 * Without a line nothing would tell this page that somebody ended it, so that it is empty then too.
 */

import { find } from "./page.ts";
import { shut } from "./session.ts";
import { parsed } from "./trusted.ts";
import type { Link, Wire } from "./wire.ts";

/** Milliseconds without a line after which the words go: a change of mast is shorter, an end may not wait. */
const ALONE = 800;

/** What cannot wait is told on whatever page somebody is; the page that shows it in full does not say it twice. */
export function setUpNews(wire: Wire): void {
  wire.on("news", ({ key, html }) => {
    if (find(`[data-told~="${CSS.escape(key)}"]`)) return;
    find("[data-news]")?.remove();
    document.body.append(parsed(html));
  });
}

export function setUpEmergency(wire: Wire, leave: (href: string) => void): void {
  const { emergencyLeft, emergencyAfter } = document.body.dataset;
  if (emergencyLeft === undefined) return;
  const over = () => {
    shut();
    leave(emergencyAfter ?? "/");
  };
  setTimeout(over, Number(emergencyLeft));
  let alone: ReturnType<typeof setTimeout> | undefined;
  let letIn = false;
  wire.onLink((link: Link) => {
    clearTimeout(alone);
    if (document.visibilityState === "hidden") return; // it is empty, and asks anew when somebody looks
    if (link.at === "online") letIn = true;
    else if (link.at === "refused") over();
    else if (letIn) alone = setTimeout(over, ALONE);
  });
  document.addEventListener("visibilitychange", () => {
    clearTimeout(alone);
    if (document.visibilityState === "hidden") shut();
    else window.location.reload();
  });
}
