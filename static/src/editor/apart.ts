/**
 * Before words go to the whole table: are they kept apart? The server knows, and tells only who knows already.
 *
 * A paste waits for its answer; what is typed is asked about after a pause, and can be scrubbed with one tap.
 */

import { type Extension, Prec } from "@codemirror/state";
import { EditorView, type ViewUpdate } from "@codemirror/view";
import type { NoAnswer } from "../answers.ts";
import type { Checked, Refusal } from "../messages.ts";
import { find, fromTemplate, setText } from "../page.ts";
import { remoteAuthor } from "./collab.ts";

/** Signs of a paste from which on it is asked about. */
const A_PASTE = 12;
/** Milliseconds without a key after which what was typed is asked about. */
const PAUSE = 1_500;
/** Signs before and after what was typed that are asked about with it. */
const AROUND = 300;
const MOST = 4_000;

type Ask = (words: string) => Promise<Checked | Refusal | NoAnswer>;
type Hinted = { hint: string; words: string };

export class Apart {
  readonly element: HTMLElement | null = fromTemplate("template[data-apart]");
  private timer: number | undefined;
  private typed: { from: number; to: number } | null = null;
  private held: { view: EditorView; words: string } | null = null;
  private found = "";
  private last = "";

  constructor(
    private readonly ask: Ask,
    private readonly scrub: (words: string) => void,
  ) {
    this.button("paste")?.addEventListener("click", () => this.release(true));
    this.button("leave")?.addEventListener("click", () => this.release(false));
    this.button("scrub")?.addEventListener("click", () => {
      this.hide();
      this.scrub(this.found);
    });
    this.button("close")?.addEventListener("click", () => {
      this.last = this.found;
      this.hide();
    });
  }

  get open(): boolean {
    return this.element !== null && !this.element.hidden;
  }

  get extension(): Extension {
    return [
      Prec.high(EditorView.domEventHandlers({ paste: (event, view) => this.pasted(event, view) })),
      EditorView.updateListener.of((update) => this.changed(update)),
    ];
  }

  stop(): void {
    clearTimeout(this.timer);
  }

  private pasted(event: ClipboardEvent, view: EditorView): boolean {
    const words = event.clipboardData?.getData("text/plain") ?? "";
    if (words.length < A_PASTE || view.state.readOnly) return false;
    event.preventDefault();
    void this.wait(view, words);
    return true;
  }

  private async wait(view: EditorView, words: string): Promise<void> {
    const hinted = await this.about(words.slice(0, MOST));
    if (!hinted) {
      put(view, words);
      return;
    }
    this.held = { view, words };
    this.show(hinted, true);
  }

  /** What was held goes in after all, or not. */
  private release(wanted: boolean): void {
    const { held } = this;
    this.held = null;
    this.hide();
    if (!held) return;
    // Nobody is asked twice about the same words.
    if (wanted) this.last = this.found;
    if (wanted) put(held.view, held.words);
    held.view.focus();
  }

  private changed(update: ViewUpdate): void {
    if (!update.docChanged) return;
    for (const transaction of update.transactions) {
      if (this.typed && transaction.docChanged)
        this.typed = {
          from: transaction.changes.mapPos(this.typed.from, -1),
          to: transaction.changes.mapPos(this.typed.to, 1),
        };
      if (transaction.annotation(remoteAuthor) !== undefined) continue;
      transaction.changes.iterChangedRanges((_fromA, _toA, fromB, toB) => {
        this.typed = {
          from: Math.min(fromB, this.typed?.from ?? fromB),
          to: Math.max(toB, this.typed?.to ?? toB),
        };
        clearTimeout(this.timer);
        this.timer = window.setTimeout(() => void this.rested(update.view), PAUSE);
      });
    }
  }

  private async rested(view: EditorView): Promise<void> {
    const { typed } = this;
    this.typed = null;
    if (!typed || this.held) return;
    const { doc } = view.state;
    const to = Math.min(doc.length, typed.to + AROUND);
    const from = Math.max(0, typed.from - AROUND, to - MOST);
    const hinted = await this.about(doc.sliceString(from, to));
    // Who went on typing is shown all of it: one tap takes every word, not the first half.
    if (hinted && hinted.words !== this.last && !this.held) this.show(hinted, false);
  }

  private async about(words: string): Promise<Hinted | null> {
    if (words.trim().length < A_PASTE / 2) return null;
    const answer = await this.ask(words);
    return answer.ok === true && answer.hint ? answer : null;
  }

  private show({ hint, words }: Hinted, holds: boolean): void {
    if (!this.element) return;
    this.found = words;
    const why = find("[data-apart-why]", this.element);
    const place = find("[data-apart-words]", this.element);
    for (const name of ["paste", "leave"]) this.button(name)?.toggleAttribute("hidden", !holds);
    for (const name of ["scrub", "close"]) this.button(name)?.toggleAttribute("hidden", holds);
    this.element.hidden = false;
    if (why) setText(why, hint);
    if (place) setText(place, words);
    if (holds) this.button("leave")?.focus();
  }

  private hide(): void {
    if (!this.element) return;
    this.element.hidden = true;
  }

  private button(name: string): HTMLElement | null {
    return this.element && find(`[data-apart-${name}]`, this.element);
  }
}

function put(view: EditorView, words: string): void {
  view.dispatch(view.state.replaceSelection(view.state.toText(words)), {
    userEvent: "input.paste",
    scrollIntoView: true,
  });
}
