/**
 * Words that have to go: a slip that somebody wrote here, or something that is kept apart and stands here now.
 *
 * One quiet button under the editor opens a question with the words that were chosen; they can be changed, for a slip
 * that was deleted already still stands in the history. What is done and what is refused is the server's word.
 */

import type { EditorView } from "@codemirror/view";
import type { NoAnswer } from "../answers.ts";
import type { Done, Refusal } from "../messages.ts";
import { find, fromTemplate, sentence, setText } from "../page.ts";
import { announce } from "../toast.ts";

type Scrub = (slip: string) => Promise<Done | Refusal | NoAnswer>;

export class Scrubber {
  readonly element: HTMLElement | null;
  private readonly question: HTMLElement | null;
  private readonly field: HTMLTextAreaElement | null;
  private readonly wrong: HTMLElement | null;

  constructor(
    private readonly view: EditorView,
    private readonly scrub: Scrub,
  ) {
    this.element = fromTemplate("template[data-scrub]");
    this.question = this.element && find("[data-scrub-question]", this.element);
    this.field = this.element?.querySelector("textarea") ?? null;
    this.wrong = this.element && find("[data-scrub-wrong]", this.element);
    this.listen();
  }

  /** Is the person asked something here? */
  get open(): boolean {
    return this.question !== null && !this.question.hidden;
  }

  /** Ask whether these words go. */
  ask(words: string): void {
    if (!this.question || !this.field) return;
    this.field.value = words;
    this.say("");
    this.show(true);
    this.field.focus();
  }

  /** Do it, and say what came of it. */
  async go(slip: string): Promise<boolean> {
    const answer = await this.scrub(slip);
    if (answer.ok !== true) {
      this.say(answer.ok === "unknown" ? sentence("template[data-no-answer]", {}) : answer.message);
      return false;
    }
    const more = answer.left ? "left" : answer.in_report ? "report" : "done";
    announce(sentence(`template[data-scrubbed-${more}]`, {}));
    this.close();
    return true;
  }

  /** Do it at once, for words that were pointed at already; what is refused is said where it can be mended. */
  async now(slip: string): Promise<void> {
    if (await this.go(slip)) return;
    const why = this.wrong?.textContent ?? "";
    this.ask(slip);
    this.say(why);
  }

  private listen(): void {
    // A press keeps the choice, and the keyboard of a phone, where they are.
    this.button("ask")?.addEventListener("mousedown", (event) => event.preventDefault());
    this.button("ask")?.addEventListener("click", () => (this.open ? this.close() : this.ask(this.chosen())));
    this.button("no")?.addEventListener("click", () => this.close());
    this.button("yes")?.addEventListener("click", () => void this.go(this.field?.value ?? ""));
    this.question?.addEventListener("keydown", (event) => {
      if (event.key === "Escape") this.close();
    });
  }

  private button(name: string): HTMLElement | null {
    return this.element && find(`[data-scrub-${name}]`, this.element);
  }

  private chosen(): string {
    const { from, to } = this.view.state.selection.main;
    return this.view.state.sliceDoc(from, to).trim();
  }

  private close(): void {
    if (!this.open) return;
    this.show(false);
    this.view.focus();
  }

  private show(open: boolean): void {
    if (this.question) this.question.hidden = !open;
    this.button("ask")?.setAttribute("aria-expanded", String(open));
  }

  private say(words: string): void {
    if (!this.wrong) return;
    setText(this.wrong, words);
    this.wrong.hidden = !words;
  }
}
