/** The one sign that says whether everything is saved. Each writer holds a mark here until the server answered. */

import { findAll } from "./page.ts";

export type SavedState = "saved" | "busy" | "updating" | Trouble;
export type Trouble = "offline" | "refused" | "full";
/** The line: there, lost, or away for an update that was announced. */
export type Line = "up" | "lost" | "updating";

/** Milliseconds of calm before the sign says "saved" again, so that it does not blink between two letters. */
const CALM = 500;

export class Saved {
  state: SavedState = "saved";
  private readonly marks = new Map<object, "busy" | Trouble>();
  private at: Line = "up";
  private leaving = false;
  private calm: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly show: (state: SavedState) => void) {}

  /** Something of this owner is not acknowledged yet. */
  busy(owner: object): void {
    this.marks.set(owner, "busy");
    this.settle();
  }

  /** It cannot be saved now: no line or no room (it will be tried again), or the server refused it. */
  trouble(owner: object, trouble: Trouble): void {
    this.marks.set(owner, trouble);
    this.settle();
  }

  /** Everything of this owner has been acknowledged, or given up by the person. */
  done(owner: object): void {
    if (this.marks.delete(owner)) this.settle();
  }

  line(at: Line): void {
    this.at = at;
    this.settle();
  }

  /** The page is left on purpose: do not ask. */
  leave(): void {
    this.leaving = true;
  }

  /** Would leaving now lose words that are on their way? */
  get unsaved(): boolean {
    return this.marks.size > 0 && !this.leaving;
  }

  /** Whether the page is being left on purpose. */
  get goes(): boolean {
    return this.leaving;
  }

  private settle(): void {
    clearTimeout(this.calm);
    const next = this.next();
    // What is not saved is said at once; "saved" waits a moment.
    if (next === "saved" && this.state === "busy") this.calm = setTimeout(() => this.move("saved"), CALM);
    else this.move(next);
  }

  private next(): SavedState {
    const marks = [...this.marks.values()];
    if (marks.includes("refused")) return "refused";
    if (this.at === "updating") return "updating";
    if (this.at === "lost" || marks.includes("offline")) return "offline";
    if (marks.includes("full")) return "full";
    return marks.length > 0 ? "busy" : "saved";
  }

  private move(state: SavedState): void {
    this.state = state;
    this.show(state);
  }
}

/** Unhide the sentence of this state and hide the others; the server wrote them all. */
export function showSaved(state: SavedState): void {
  for (const child of findAll("[data-saved] [data-saved-state]"))
    child.hidden = child.dataset.savedState !== state;
}
