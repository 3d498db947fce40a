/**
 * How long this page is in, and that it is empty when that is over: by the server's word, by the clock, or because
 * another tab signed out. The server counts; here nobody's clock is read.
 */

import { isFields } from "./answers.ts";
import { csrfToken, find } from "./page.ts";
import { parsed } from "./trusted.ts";

/** Milliseconds between two questions: well within the life of a secret, so that a phone gets its next one in time. */
const ASK = 150_000;
const BEFORE_IDLE = 115;
const BEFORE_END = 595;

/** What a page is in as, by its cookie. */
type As = "account" | "guest" | "screen";
type Left = { idle: number; ends: number; html?: string };
type Leave = (href: string) => void;

const WAY_OUT: Record<As, string> = {
  account: "/aanmelden",
  guest: "/mee/klaar",
  screen: "/scherm",
};

/** As what this page is in; null for a page that is open to everybody. */
export function cameAs(): As | null {
  const socket = document.body.dataset.socket;
  if (socket === "guest" || socket === "screen") return socket;
  if (socket === "waiting") return "guest";
  if (socket !== undefined || find("[data-signed-in]")) return "account";
  return document.body.dataset.surface === "phone" ? "guest" : null;
}

/** Empty this page at once, and only then go: nothing of it is to be seen while the next one comes. */
export function shut(): void {
  document.title = "\u200b";
  document.body?.replaceChildren();
}

export class Session {
  private touched = false;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private warning: HTMLElement | null = null;
  private shown = "";
  private readonly tabs = typeof BroadcastChannel === "undefined" ? null : new BroadcastChannel("rondom");

  constructor(
    private readonly as: As,
    private readonly leave: Leave,
  ) {
    for (const kind of ["pointerdown", "keydown", "input"])
      document.addEventListener(kind, () => this.touch(), {
        capture: true,
        passive: true,
      });
    document.addEventListener("submit", (event) => this.submitted(event), true);
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "visible") void this.ask();
    });
    window.addEventListener("online", () => void this.ask());
    this.tabs?.addEventListener("message", (event) => {
      if (event.data === `out:${as}`) this.leave(WAY_OUT[as]);
    });
    this.wait(ASK);
  }

  /** The server takes no line of this page: is it over? */
  doubt(): void {
    void this.ask();
  }

  /** Tell the other tabs of this browser that it is over for them too. */
  tellTabs(): void {
    this.tabs?.postMessage(`out:${this.as}`);
  }

  private submitted(event: Event): void {
    if (event.target instanceof HTMLFormElement && event.target.matches("[data-signs-out]")) this.tellTabs();
  }

  /** Whoever touches the page is still there: a warning that asks that goes away. */
  private touch(): void {
    this.touched = true;
    if (this.warning?.dataset.lasting === "idle") void this.ask();
  }

  private async renew(): Promise<void> {
    await this.post("/mee/langer", new URLSearchParams());
    await this.ask();
  }

  private wait(milliseconds: number): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.ask(), milliseconds);
  }

  private async ask(): Promise<void> {
    this.wait(ASK);
    const asked = new URLSearchParams({
      as: this.as,
      meeting: document.body.dataset.meeting ?? "",
    });
    if (this.touched) asked.set("active", "1");
    this.touched = false;
    const left = await this.post("/sessie", asked);
    if (left === "over") this.leave(WAY_OUT[this.as]);
    else if (left !== null) this.heard(left);
  }

  private heard(left: Left): void {
    if (this.shown !== (left.html ?? "")) this.warn(left.html);
    const next = [left.idle - BEFORE_IDLE, left.ends - BEFORE_END, left.idle + 1, left.ends + 1];
    const soonest = Math.min(...next.filter((seconds) => seconds > 0)) * 1000;
    this.wait(Math.min(ASK, Math.max(soonest, 1_000)));
  }

  private warn(html: string | undefined): void {
    this.warning?.remove();
    this.warning = null;
    this.shown = html ?? "";
    if (!html) return;
    document.body.append(parsed(html));
    this.warning = find("[data-lasting]");
    find("[data-lasting-renew]", this.warning ?? document)?.addEventListener(
      "click",
      () => void this.renew(),
    );
  }

  private async post(path: string, body: URLSearchParams): Promise<Left | "over" | null> {
    const headers = { Accept: "application/json", "X-CSRFToken": csrfToken() };
    const answer = await fetch(path, { method: "POST", body, headers }).catch(() => null);
    if (answer?.status === 401) return "over";
    if (!answer?.ok) return null;
    const said: unknown = await answer.json().catch(() => null);
    return isFields(said) && typeof said.idle === "number" ? (said as Left) : null;
  }
}

/** The way back must not show an old page: it is out of sight before it is kept, and asked anew when it returns. */
export function setUpBack(): void {
  window.addEventListener("pagehide", (event) => {
    if (event.persisted) document.documentElement.hidden = true;
  });
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) window.location.reload();
  });
}
