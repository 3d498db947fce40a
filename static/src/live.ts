/**
 * What the server sends of a page: fragments of its own HTML, put in place with as little disturbance as possible.
 * Nothing is rendered here. After a lost line the page itself is asked once more and compared.
 */

import { Idiomorph } from "idiomorph";
import type { Fragment } from "./messages.ts";
import { csrfToken, find, findAll } from "./page.ts";
import { parsed, parsedPage } from "./trusted.ts";
import { unsentIn } from "./unsent.ts";

/** What a fragment must not disturb. */
export type Guard = {
  /** Is somebody writing inside this element, so that it may not be replaced by another part of the meeting? */
  writingIn(element: Element): boolean;
  /** Close the editors inside that nobody is writing in. */
  closeIn(element: Element): void;
};

const MORPHED = "rondom:morphed";

/** Call back after each change the server made to the page, and once now. */
export function onMorphed(call: () => void): void {
  document.addEventListener(MORPHED, call);
  call();
}

/** Mark an element that this browser filled or opened: a fragment leaves it alone until `release`. */
export function keep(element: HTMLElement): void {
  element.dataset.keep = "on";
}

export class Live {
  private readonly filled = new WeakSet<Element>();
  /** Fragments in somebody's hand, each with what arrived for it meanwhile. */
  private readonly held = new Map<string, string | null>();
  private skipped = false;
  private arrived = 0;
  private refreshing: Promise<void> | null = null;

  constructor(
    private readonly guard: Guard,
    private readonly announce: (words: string) => void,
    private readonly leave: (href: string) => void,
  ) {
    // A <details data-keep> is left alone while somebody has it open.
    document.addEventListener(
      "toggle",
      (event) => {
        const details = event.target;
        if (!(details instanceof HTMLDetailsElement) || !("keep" in details.dataset)) return;
        if (details.open) keep(details);
        else this.release(details);
      },
      true,
    );
  }

  /** Put live parts of the page in place. */
  receive(fragments: Fragment[]): void {
    for (const { name, html } of fragments) this.put(name, html.trim());
    this.arrived += fragments.length;
    if (fragments.length > 0) document.dispatchEvent(new Event(MORPHED));
  }

  /** The element may change again; what was skipped meanwhile is fetched. */
  release(element: HTMLElement): void {
    element.dataset.keep = "";
    if (this.skipped) void this.refresh();
  }

  /** Its reader goes on from what was held: show what stands there by now. */
  next(element: HTMLElement): Promise<void> {
    element.dataset.keep = "";
    return this.refresh();
  }

  /** This fragment is being dragged here: what arrives for it waits. */
  hold(name: string): void {
    this.held.set(name, null);
  }

  /** Put down: the last that arrived meanwhile is shown. */
  letGo(name: string): void {
    const waiting = this.held.get(name);
    this.held.delete(name);
    if (waiting !== null && waiting !== undefined) this.put(name, waiting);
    if (this.skipped) void this.refresh();
  }

  /** An answer to a wish that stands in the page: the next fragment does not wipe it. */
  fill(element: Element, filled: boolean): void {
    if (filled) this.filled.add(element);
    else this.filled.delete(element);
  }

  /** Something changed: ask for this page, and once more when that was while the page was being made. */
  renew(): void {
    this.arrived += 1;
    void this.refresh();
  }

  /** Ask for this page once more and take over every fragment of it. */
  refresh(): Promise<void> {
    this.refreshing ??= this.fetchPage(20).finally(() => {
      this.refreshing = null;
    });
    return this.refreshing;
  }

  private async fetchPage(tries: number): Promise<void> {
    const before = this.arrived;
    const fresh = await fetchDocument().catch(() => null);
    if (fresh === null) return;
    if (typeof fresh === "string") {
      this.leave(fresh);
      return;
    }
    // Something newer came over the line, or was said to be there, while the page was made.
    if (this.arrived !== before && tries > 1) {
      await new Promise((go) => setTimeout(go, 100));
      return this.fetchPage(tries - 1);
    }
    this.skipped = false;
    takeOverBody(fresh);
    this.takeOver(fresh);
    document.dispatchEvent(new Event(MORPHED));
  }

  private takeOver(fresh: Document): void {
    for (const element of findAll("[data-fragment]")) {
      const name = element.dataset.fragment ?? "";
      if (!element.isConnected || element.parentElement?.closest("[data-fragment]")) continue;
      this.put(name, find(selector(name), fresh)?.outerHTML ?? "");
    }
  }

  private put(name: string, html: string): void {
    if (this.held.has(name)) {
      this.held.set(name, html);
      return;
    }
    for (const element of findAll(selector(name))) {
      if (!element.isConnected) continue;
      if (name === "main" && this.mustStay(element, html)) continue;
      if (html === "") this.remove(element);
      else this.morph(element, html);
    }
  }

  /** Somebody writes here and the table goes on: do not take the text away, but show the way to follow. */
  private mustStay(element: HTMLElement, html: string): boolean {
    const bar = find("[data-follow-bar]");
    if (samePart(element, html)) return false;
    const typing = document.body.dataset.surface === "phone" && unsentIn(element);
    if (typing || this.guard.writingIn(element)) {
      if (bar) bar.hidden = false;
      return true;
    }
    this.guard.closeIn(element);
    // The table is at another part: what was held for a tap goes with the part it belongs to.
    for (const held of findAll("[data-hold][data-keep=on]", element)) held.dataset.keep = "";
    if (bar) bar.hidden = true;
    return false;
  }

  /** A thing of a list goes away; a fixed place on the page only empties, it may be filled again. */
  private remove(element: HTMLElement): void {
    if (isKept(element)) this.skipped = true;
    else if (name(element).includes(":")) element.remove();
    else {
      element.replaceChildren();
      element.hidden = true;
    }
  }

  private morph(element: HTMLElement, html: string): void {
    const title = titleOf(element);
    const hadFocus = element.contains(document.activeElement);
    const heard = announcements(element);
    const unsent = unsentControls(element);
    const [root] = Idiomorph.morph(element, drawn(element, html), {
      morphStyle: html.includes(`data-fragment="${name(element)}"`) ? "outerHTML" : "innerHTML",
      // What somebody is typing stays; a heading or button that has the focus may say something else.
      ignoreActiveValue: !document.activeElement?.matches("h1, h2, button, summary, a"),
      callbacks: {
        beforeNodeMorphed: (old: Node) => this.mayMorph(old),
        beforeNodeRemoved: (old: Node) => this.mayRemove(old),
        beforeAttributeUpdated: (attribute: string, of: Element) => this.mayUpdate(attribute, of),
      },
    }) as Node[];
    restoreControls(unsent);
    const now = root instanceof HTMLElement && root.isConnected ? root : element;
    for (const words of announcements(now)) if (!heard.has(words)) this.announce(words);
    if (name(now) === "main" && titleOf(now) !== title) toTop(now);
    if (hadFocus && document.activeElement === document.body)
      find("h1[tabindex], h2[tabindex]", now)?.focus();
  }

  private mayMorph(old: Node): boolean {
    if (old instanceof SVGElement && this.held.has(old.dataset.fragment ?? "")) {
      this.skipped = true;
      return false;
    }
    if (!(old instanceof HTMLElement)) return true;
    if (old.dataset.keep === "on") this.skipped = true;
    return old.dataset.keep !== "on" && !this.filled.has(old);
  }

  private mayRemove(old: Node): boolean {
    if (!(old instanceof Element)) return true;
    if (isKept(old)) this.skipped = true;
    return !isKept(old) && !this.filled.has(old);
  }

  private mayUpdate(attribute: string, of: Element): boolean {
    if (attribute === "open") return !(of instanceof HTMLDetailsElement || of instanceof HTMLDialogElement);
    if (attribute === "hidden")
      return !of.matches("[data-text-view], [data-follow-bar], [data-saved-state], [data-toast]");
    if (attribute === "aria-invalid" || attribute === "aria-describedby")
      return of.getAttribute("aria-invalid") !== "true";
    if (attribute === "aria-busy" && of.matches("form")) return false;
    return true;
  }
}

/** Another part opens where it begins, whatever scrolls: the page itself on a phone, its middle on a laptop. */
function toTop(element: HTMLElement): void {
  element.closest("main")?.scrollTo(0, 0);
  if (document.body.dataset.surface === "phone") window.scrollTo(0, 0);
}

function selector(fragment: string): string {
  return `[data-fragment="${CSS.escape(fragment)}"]`;
}

function name(element: HTMLElement): string {
  return element.dataset.fragment ?? "";
}

function isKept(element: Element): boolean {
  return element.matches('[data-keep="on"]') || element.querySelector('[data-keep="on"]') !== null;
}

/** The HTML of a part of a drawing is read inside a drawing: elsewhere its elements would not be of a drawing. */
function drawn(element: Element, html: string): Node {
  if (!(element instanceof SVGElement) || element.ownerSVGElement === null) return parsed(html);
  return parsed(`<svg>${html}</svg>`).querySelector("svg > *") ?? parsed(html);
}

/** Does the new main show the part that is on the page already? Its title tells. */
function samePart(element: HTMLElement, html: string): boolean {
  return titleOf(element) !== "" && titleOf(element) === titleOf(parsed(html));
}

function titleOf(element: ParentNode): string {
  return find("h1[tabindex], h2[tabindex]", element)?.textContent?.trim() ?? "";
}

function announcements(element: HTMLElement): Set<string> {
  const all = findAll("[data-announce]", element);
  if (element.dataset.announce) all.push(element);
  return new Set(all.map((each) => each.dataset.announce ?? ""));
}

// --- what is filled in but not sent yet

type Control = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;
type Unsent = { control: Control; owner: string; offered: string; filled: string };

function unsentControls(element: HTMLElement): Unsent[] {
  return [...element.querySelectorAll<Control>("input:not([type=hidden]), textarea, select")]
    .map((control) => ({
      control,
      owner: ownerOf(control),
      offered: offered(control),
      filled: filled(control),
    }))
    .filter((each) => each.offered !== each.filled);
}

/** Give back what the person filled in, unless the server now offers something else there, or asks it of another thing. */
function restoreControls(unsent: Unsent[]): void {
  for (const { control, owner, offered: before, filled: words } of unsent) {
    if (!control.isConnected || offered(control) !== before || ownerOf(control) !== owner) continue;
    if (isTick(control)) control.checked = words === "true";
    else control.value = words;
  }
}

/** What a control is about: its name, and the hidden fields of its form. The same element may be reused for another thing. */
function ownerOf(control: Control): string {
  const hidden = [...(control.form?.querySelectorAll<HTMLInputElement>("input[type=hidden]") ?? [])];
  const things = hidden
    .filter(({ name }) => !["csrf_token", "seen"].includes(name))
    .map(({ name, value }) => `${name}=${value}`);
  return [
    control.id,
    control.name,
    control instanceof HTMLInputElement ? control.getAttribute("value") : "",
    ...things,
  ].join(" ");
}

function isTick(control: Control): control is HTMLInputElement {
  return control instanceof HTMLInputElement && (control.type === "checkbox" || control.type === "radio");
}

function filled(control: Control): string {
  return isTick(control) ? String(control.checked) : control.value;
}

function offered(control: Control): string {
  if (isTick(control)) return String(control.defaultChecked);
  if (control instanceof HTMLSelectElement) {
    const options = [...control.options];
    return (options.find((option) => option.defaultSelected) ?? options[0])?.value ?? "";
  }
  return control.defaultValue;
}

// --- the page once more

/** The page as it is now; an address when this reader belongs somewhere else; null when there is nothing to learn. */
async function fetchDocument(): Promise<Document | string | null> {
  const response = await fetch(location.href, {
    headers: { Accept: "text/html", "X-Live-Refresh": "1" },
    cache: "no-store",
  });
  if (response.redirected) return response.url;
  if (response.status >= 500 || response.status === 429) return null;
  if (!response.ok) return location.href;
  return parsedPage(await response.text());
}

function takeOverBody(fresh: Document): void {
  if (document.body === null) return; // a quick exit took the page away
  for (const key of ["paused", "part", "view"] as const) {
    const value = fresh.body.dataset[key];
    if (value === undefined) delete document.body.dataset[key];
    else document.body.dataset[key] = value;
  }
  const token = fresh.querySelector<HTMLMetaElement>('meta[name="csrf-token"]')?.content;
  const meta = document.querySelector<HTMLMetaElement>('meta[name="csrf-token"]');
  if (token && meta && token !== csrfToken()) meta.content = token;
}
