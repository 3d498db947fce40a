/** *Samira schrijft*: who writes in a text, for those who read it. An open editor shows it by itself. */

import type { TextWriting } from "./messages.ts";
import { find, findAll, sentence, setText } from "./page.ts";

/** Milliseconds after the last letter in which somebody still counts as writing. */
export const STILL_WRITING = 5_000;

/** Show these names at a text block; none of them takes the sign away. */
export function showNames(block: HTMLElement, all: string[]): void {
  const place = find("[data-text-writers]", block);
  const names = all.filter(Boolean);
  if (!place) return;
  place.hidden = names.length === 0;
  const list = new Intl.ListFormat(document.documentElement.lang || "nl").format(names);
  const which = `template[data-writers-${names.length === 1 ? "one" : "many"}]`;
  setText(place, names.length === 0 ? "" : sentence(which, { names: list }));
}

export class Writers {
  private readonly writing = new Map<string, Map<string, { name: string; timer: number }>>();

  /** Somebody writes in a text: show it for a while. */
  receive({ text, person: { id, name } }: TextWriting): void {
    const people = this.writing.get(text) ?? new Map();
    this.writing.set(text, people);
    clearTimeout(people.get(id)?.timer);
    const timer = window.setTimeout(() => {
      people.delete(id);
      this.show(text);
    }, STILL_WRITING);
    people.set(id, { name, timer });
    this.show(text);
  }

  private show(text: string): void {
    const names = [...(this.writing.get(text)?.values() ?? [])].map(({ name }) => name);
    for (const block of findAll(`[data-text="${CSS.escape(text)}"]`)) {
      const editor = find("[data-text-host]", block);
      if (editor?.hidden !== false) showNames(block, names);
    }
  }
}
