/** Much goes at once: ask whether the person means it. The words stay away on this screen until they answer. */

import type { Refusal } from "../messages.ts";
import { find, fromTemplate, setText } from "../page.ts";

export class Sure {
  private answer: ((yes: boolean) => void) | null = null;
  private question: HTMLElement | null = null;

  /** `before`: where the question stands. `after`: what happens when it is gone. */
  constructor(
    private readonly before: HTMLElement,
    private readonly after: () => void,
  ) {}

  /** Is the person asked something here? */
  get open(): boolean {
    return this.question !== null;
  }

  /** True when the person means it. */
  ask({ message }: Refusal): Promise<boolean> {
    const question = fromTemplate("template[data-sure]");
    if (!question) return Promise.resolve(false);
    this.question = question;
    const why = find("[data-sure-why]", question);
    if (why) setText(why, message);
    question.addEventListener("click", (event) => {
      const pressed = event.target instanceof Element ? event.target : null;
      if (pressed?.closest("[data-sure-yes]")) this.close(true);
      if (pressed?.closest("[data-sure-no]")) this.close(false);
    });
    question.addEventListener("keydown", (event) => event.key === "Escape" && this.close(false));
    this.before.before(question);
    find("[data-sure-no]", question)?.focus();
    return new Promise((answer) => {
      this.answer = answer;
    });
  }

  /** Take the question away; nobody who did not say yes takes much away. */
  close(yes: boolean): void {
    this.question?.remove();
    this.question = null;
    this.answer?.(yes);
    this.answer = null;
    this.after();
  }
}
