/** Text blocks: the first touch fetches the editor, and opens the text in it. */

import type { TextSession, Tools } from "./editor/session.ts";
import type { Guard } from "./live.ts";
import { around, find } from "./page.ts";

type Place = { before: string } | null;

const WORDS_AROUND = 30;

export class Texts implements Guard {
  private readonly sessions = new Map<HTMLElement, TextSession>();
  private readonly opening = new Set<HTMLElement>();

  constructor(private readonly tools: () => Tools | null) {
    document.addEventListener("click", (event) => this.clicked(event));
    // Fetch the editor while the finger or the Tab key is still on its way.
    for (const early of ["pointerdown", "focusin"]) {
      document.addEventListener(early, (event) => {
        if (around(event, "[data-text-edit], [data-text][data-may-write] [data-text-view]")) void editor();
      });
    }
  }

  writingIn(element: Element): boolean {
    return this.inside(element).some(([, session]) => session.writing);
  }

  closeIn(element: Element): void {
    for (const [, session] of this.inside(element)) session.close();
  }

  /** Open a block, at a place the person pointed at. */
  async open(block: HTMLElement, place: Place): Promise<void> {
    const known = this.sessions.get(block);
    const tools = this.tools();
    if (known || this.opening.has(block) || !tools) {
      known?.focus();
      return;
    }
    this.opening.add(block);
    find("[data-text-edit]", block)?.setAttribute("aria-busy", "true");
    try {
      const { TextSession } = await editor();
      const session = new TextSession(
        block,
        tools,
        (words) => startAt(words, place),
        () => this.sessions.delete(block),
      );
      this.sessions.set(block, session);
    } finally {
      this.opening.delete(block);
      find("[data-text-edit]", block)?.removeAttribute("aria-busy");
    }
  }

  private clicked(event: MouseEvent): void {
    const button = around(event, "[data-text-edit]");
    const view = around(event, "[data-text-view]");
    const block = (button ?? view)?.closest<HTMLElement>("[data-text]");
    if (!block || event.defaultPrevented) return;
    if (button) event.preventDefault();
    else if (
      !("mayWrite" in block.dataset) ||
      around(event, "a, button, summary, input, select, textarea") ||
      selecting()
    )
      return;
    void this.open(block, button ? null : placeOf(event));
  }

  private inside(element: Element): [HTMLElement, TextSession][] {
    return [...this.sessions].filter(([block]) => element.contains(block));
  }
}

function editor(): Promise<typeof import("./editor/session.ts")> {
  return import("./editor/session.ts");
}

function selecting(): boolean {
  return getSelection()?.isCollapsed === false;
}

/** The words just before the place of a click: in the rendered page they are the same as in the text. */
function placeOf(event: MouseEvent): Place {
  const caret = document.caretPositionFromPoint?.(event.clientX, event.clientY);
  const node = caret?.offsetNode;
  if (!caret || !(node instanceof globalThis.Text)) return null;
  return { before: node.data.slice(Math.max(0, caret.offset - WORDS_AROUND), caret.offset) };
}

/** Where to begin in the text: behind those words, or at the end. */
export function startAt(words: string, place: Place): number {
  const before = place?.before ?? "";
  for (let from = 0; from < before.length; from++) {
    const found = words.indexOf(before.slice(from));
    if (found >= 0) return found + before.length - from;
  }
  return words.length;
}
