/** Small things every module needs of the page. */

export type Surface = "office" | "table" | "phone" | "screen" | "door" | "waiting";

export function csrfToken(): string {
  return document.querySelector<HTMLMetaElement>('meta[name="csrf-token"]')?.content ?? "";
}

export function find(selector: string, within: ParentNode = document): HTMLElement | null {
  return within.querySelector<HTMLElement>(selector);
}

export function findAll(selector: string, within: ParentNode = document): HTMLElement[] {
  return [...within.querySelectorAll<HTMLElement>(selector)];
}

/** The nearest element around the target of an event that fits, or null. */
export function around(event: Event, selector: string): HTMLElement | null {
  return event.target instanceof Element ? event.target.closest<HTMLElement>(selector) : null;
}

/** A copy of what a <template> of the server holds: words and labels are the server's. */
export function fromTemplate(selector: string): HTMLElement | null {
  const template = document.querySelector(selector);
  if (!(template instanceof HTMLTemplateElement)) return null;
  const copy = template.content.firstElementChild?.cloneNode(true);
  return copy instanceof HTMLElement ? copy : null;
}

/** The sentence in a <template>, with {names} and the like filled in. */
export function sentence(selector: string, values: Record<string, string>): string {
  const template = document.querySelector(selector);
  const words = template instanceof HTMLTemplateElement ? (template.content.textContent ?? "").trim() : "";
  return words.replace(/\{(\w+)\}/g, (whole, key: string) => values[key] ?? whole);
}

/** Set an attribute only when it differs: every needless write wakes observers and screen readers. */
export function setText(element: Element, words: string): void {
  if (element.textContent !== words) element.textContent = words;
}

export function isPaused(): boolean {
  return document.body.hasAttribute("data-paused") || document.querySelector("[data-paused]") !== null;
}
