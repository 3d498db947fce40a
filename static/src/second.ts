/**
 * A second page on one seat. Pages of one browser tell each other that they are there, and nothing is kept for it;
 * of another page the human is asked (J06).
 */

import { find } from "./page.ts";
import { parsed } from "./trusted.ts";
import type { Wire } from "./wire.ts";

/** Milliseconds in which a page of this browser is heard of, at most. */
const HEARD_WITHIN = 600;

export class Tabs {
  /** The name of this page for this moment. */
  readonly own = [...crypto.getRandomValues(new Uint8Array(12))].map((octet) => octet.toString(16)).join("");
  private readonly heard = new Set<string>();
  private readonly channel =
    typeof BroadcastChannel === "undefined" ? null : new BroadcastChannel("rondom-tabs");

  constructor() {
    this.channel?.addEventListener("message", (event) => this.heard.add(String(event.data)));
  }

  /** Tell the other pages of this browser, just before this one asks for a line. */
  greet(): string {
    this.channel?.postMessage(this.own);
    return this.own;
  }

  knows(tab: string): boolean {
    return this.heard.has(tab);
  }
}

export function setUpSecond(wire: Wire, tabs: Tabs): void {
  wire.on("second", ({ tab, html }) => {
    void answer(wire, tabs, tab, html);
  });
}

async function answer(wire: Wire, tabs: Tabs, tab: string, html: string): Promise<void> {
  if (!tabs.knows(tab)) await new Promise((go) => setTimeout(go, HEARD_WITHIN));
  if (tabs.knows(tab)) {
    await wire.ask("second:same", { tab });
    return;
  }
  await wire.ask("second:other", { tab });
  ask(wire, html);
}

function ask(wire: Wire, html: string): void {
  if (find("[data-second]") || html === "") return;
  document.body.append(parsed(html));
  const question = find("[data-second]");
  question?.addEventListener("click", (event) => {
    const button = event.target instanceof Element ? event.target.closest("[data-second-mine]") : null;
    if (!(button instanceof HTMLElement)) return;
    question.remove();
    void wire.ask("second:mine", { mine: button.dataset.secondMine === "yes" });
  });
  find("button", question ?? document)?.focus();
}
