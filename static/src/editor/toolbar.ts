/** The row of buttons above a text. Nobody has to know Markdown. */

import { redo, redoDepth, undo, undoDepth } from "@codemirror/commands";
import { EditorSelection, type EditorState } from "@codemirror/state";
import type { EditorView } from "@codemirror/view";
import { fromTemplate } from "../page.ts";

const BULLET = /^(\s*)[-*+] (.*)$/;
const HEADING = /^#{1,6} (.*)$/;
/** Shown as the same heading that the server makes of it. */
const HEADING_SIGN = "## ";

export type Command = (view: EditorView) => boolean;

/** Bold on or off around the selection, or around the word at the caret. */
export const bold: Command = (view) => {
  const spec = view.state.changeByRange((range) => {
    const word = range.empty ? (view.state.wordAt(range.head) ?? range) : range;
    const { from, to } = word;
    const before = view.state.sliceDoc(from - 2, from);
    const after = view.state.sliceDoc(to, to + 2);
    if (before === "**" && after === "**") {
      const changes = [
        { from: from - 2, to: from },
        { from: to, to: to + 2 },
      ];
      return { changes, range: EditorSelection.range(range.anchor - 2, range.head - 2) };
    }
    const changes = [
      { from, insert: "**" },
      { from: to, insert: "**" },
    ];
    return { changes, range: EditorSelection.range(range.anchor + 2, range.head + 2) };
  });
  view.dispatch(view.state.update(spec, { userEvent: "input", scrollIntoView: true }));
  return true;
};

/** A list of the chosen lines, or no list when they are one already. */
export const list: Command = (view) =>
  rewriteLines(
    view,
    BULLET,
    (words) => `- ${words}`,
    (found) => `${found[1] ?? ""}${found[2] ?? ""}`,
  );

/** A heading of the chosen lines, or plain lines. */
export const heading: Command = (view) =>
  rewriteLines(
    view,
    HEADING,
    (words) => `${HEADING_SIGN}${words}`,
    (found) => found[1] ?? "",
  );

const COMMANDS: Record<string, Command> = { bold, list, heading, undo, redo };

/** The server's toolbar for this editor, or null when the page has none. */
export function makeToolbar(view: EditorView, done: () => void): Toolbar | null {
  const bar = fromTemplate("template[data-toolbar]");
  return bar ? new Toolbar(bar, view, done) : null;
}

export class Toolbar {
  private readonly buttons: HTMLButtonElement[];

  constructor(
    readonly element: HTMLElement,
    private readonly view: EditorView,
    private readonly done: () => void,
  ) {
    this.buttons = [...element.querySelectorAll<HTMLButtonElement>("button[data-do]")];
    element.addEventListener("click", (event) => this.press(event));
    element.addEventListener("keydown", (event) => this.walk(event));
    // A press keeps the caret, and the keyboard of a phone, where they are.
    element.addEventListener("mousedown", (event) => event.preventDefault());
    this.reach(this.buttons[0]);
    this.update(view.state);
  }

  /** Show what is on at the caret, and what can be undone. */
  update(state: EditorState): void {
    const line = state.doc.lineAt(state.selection.main.head).text;
    this.pressed("list", BULLET.test(line));
    this.pressed("heading", HEADING.test(line));
    this.able("undo", undoDepth(state) > 0);
    this.able("redo", redoDepth(state) > 0);
  }

  private press(event: MouseEvent): void {
    const button =
      event.target instanceof Element ? event.target.closest<HTMLButtonElement>("button[data-do]") : null;
    const deed = button?.dataset.do ?? "";
    if (!button || button.getAttribute("aria-disabled") === "true") return;
    this.reach(button);
    if (deed === "done") this.done();
    else COMMANDS[deed]?.(this.view);
    // By keyboard (no pointer) the focus stays on the button.
    if (deed !== "done" && event.detail > 0) this.view.focus();
  }

  /** One stop for Tab; the arrows walk, as in every toolbar. */
  private walk(event: KeyboardEvent): void {
    const here = this.buttons.indexOf(document.activeElement as HTMLButtonElement);
    const onward = getComputedStyle(this.element).direction === "rtl" ? -1 : 1;
    const steps: Record<string, number> = {
      ArrowRight: here + onward,
      ArrowLeft: here - onward,
      Home: 0,
      End: -1,
    };
    const step = steps[event.key];
    if (here < 0 || step === undefined) return;
    const next = this.buttons.at(step % this.buttons.length);
    this.reach(next);
    next?.focus();
    event.preventDefault();
  }

  private reach(button: HTMLButtonElement | undefined): void {
    for (const each of this.buttons) each.tabIndex = each === button ? 0 : -1;
  }

  private pressed(deed: string, on: boolean): void {
    this.element.querySelector(`[data-do="${deed}"]`)?.setAttribute("aria-pressed", String(on));
  }

  /** aria-disabled and not disabled: a button must not lose the focus while it is pressed. */
  private able(deed: string, able: boolean): void {
    this.element.querySelector(`[data-do="${deed}"]`)?.setAttribute("aria-disabled", String(!able));
  }
}

function rewriteLines(
  view: EditorView,
  pattern: RegExp,
  add: (words: string) => string,
  strip: (found: RegExpExecArray) => string,
): boolean {
  const lines = chosenLines(view.state);
  const all = lines.every((line) => pattern.test(line.text));
  const changes = lines.flatMap((line) => {
    const found = pattern.exec(line.text);
    if (all && found) return [shortest(line.from, line.text, strip(found))];
    return found ? [] : [shortest(line.from, line.text, add(line.text))];
  });
  const set = view.state.changes(changes);
  // Behind the new sign, not in front of it.
  view.dispatch({
    changes: set,
    selection: view.state.selection.map(set, 1),
    userEvent: "input",
    scrollIntoView: true,
  });
  return true;
}

/** Only the sign at the start changes, so that the carets of others stay where they are. */
function shortest(at: number, before: string, after: string): { from: number; to: number; insert: string } {
  let kept = 0;
  while (kept < Math.min(before.length, after.length) && before.at(-1 - kept) === after.at(-1 - kept)) kept++;
  return { from: at, to: at + before.length - kept, insert: after.slice(0, after.length - kept) };
}

function chosenLines(state: EditorState) {
  const { from, to } = state.selection.main;
  const lines = [];
  for (let place = from; place <= to; ) {
    const line = state.doc.lineAt(place);
    lines.push(line);
    place = line.to + 1;
  }
  return lines;
}
