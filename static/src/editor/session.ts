/** One text block of the page while its text is open: the editor, the line to the server, and what it shows. */

import { type ChangeSet, EditorState, type Text } from "@codemirror/state";
import { EditorView } from "@codemirror/view";
import { NO_ANSWER, type NoAnswer } from "../answers.ts";
import { copy } from "../copy.ts";
import { keep, type Live } from "../live.ts";
import type {
  Done,
  LogEntry,
  Opened,
  Person,
  Refusal,
  TextChanged,
  TextCursor,
  Written,
} from "../messages.ts";
import { find, fromTemplate, isPaused, setText } from "../page.ts";
import type { Saved } from "../saved.ts";
import type { Wire } from "../wire.ts";
import { STILL_WRITING, showNames } from "../writers.ts";
import { Apart } from "./apart.ts";
import { collaborate, showChange } from "./collab.ts";
import { dropCaret, setCaret } from "./cursors.ts";
import { Scrubber } from "./scrub.ts";
import { allowEditorStyles } from "./styles.ts";
import { Sure } from "./sure.ts";
import { type Known, type Outgoing, type Surroundings, TextClient, type Unsaved } from "./text-client.ts";
import { makeToolbar, type Toolbar } from "./toolbar.ts";
import { lock, lookAndKeys } from "./view.ts";

export type Tools = { wire: Wire; saved: Saved; live: Live };
/** Finds the place to begin in the words, for a person who pointed at a place in the page. */
export type Start = (words: string) => number;

/** Refusals of one change; after any other the person may no longer write here at all. */
const OF_THE_CHANGE = new Set([
  "malformed",
  "length",
  "surrogate",
  "too_large",
  "full",
  "char",
  "renewed",
  "text_refused",
  "op_reused",
  "bsn",
  "internal",
  "bulk_delete_confirm",
]);
const OF_THE_PAUSE = new Set(["not_allowed", "not_open", "forbidden"]);
/** Milliseconds after a refusal in which the news of a pause may still arrive. */
const PAUSE_NEWS = 600;
const CARET_EVERY = 200;
const PUT_AWAY_WITHIN = 3_000;
/** Milliseconds that taking words out waits for the server to have all of them. */
const SCRUB_WAITS = 10_000;
/** Milliseconds a paste waits for the word of the server; a line that is down has none, and keeps what is pasted. */
const CHECK_WITHIN = 3_000;

type Waiting = { person: Person; version: number; anchor: number; head: number };

export class TextSession {
  private readonly id: string;
  private readonly single: boolean;
  private readonly host: HTMLElement;
  private readonly client: TextClient;
  private readonly stops: (() => void)[] = [];
  private readonly writers = new Map<string, { person: Person; timer: number }>();
  private readonly carets = new Map<string, Waiting>();
  private readonly met = new Set<string>();
  private view: EditorView | null = null;
  private toolbar: Toolbar | null = null;
  private scrubber: Scrubber | null = null;
  private readonly apart: Apart;
  private readonly sure: Sure;
  private panel: HTMLElement | null = null;
  private caretTimer: number | undefined;
  private leaving = false;

  constructor(
    private readonly block: HTMLElement,
    private readonly tools: Tools,
    private readonly start: Start,
    private readonly gone: () => void,
  ) {
    this.id = block.dataset.text ?? "";
    this.single = "textSingle" in block.dataset;
    this.host = find("[data-text-host]", block) ?? block.appendChild(document.createElement("div"));
    this.client = new TextClient(this.surroundings());
    this.apart = new Apart(
      (words) => this.tools.wire.ask("text:check", { text: this.id, words }, CHECK_WITHIN),
      (words) => void this.scrubber?.now(words),
    );
    this.sure = new Sure(this.host, () => this.view?.focus());
    allowEditorStyles();
    this.listen();
  }

  /** Is the person writing here, or is something typed here not saved yet? */
  get writing(): boolean {
    return (
      !this.client.settled ||
      this.panel !== null ||
      this.view?.hasFocus === true ||
      this.block.contains(document.activeElement)
    );
  }

  focus(): void {
    this.view?.focus();
  }

  /** The person is ready: wait until all is saved and the page shows it, then put the editor away. */
  async done(goesOn = false): Promise<void> {
    if (this.leaving || !this.view) return;
    if (!this.client.settled && !this.tools.wire.online) return;
    this.leaving = true;
    this.block.setAttribute("aria-busy", "true");
    lock(this.view, true);
    const saved = await until(() => this.client.settled, PUT_AWAY_WITHIN);
    if (saved) await this.showNewest();
    this.block.removeAttribute("aria-busy");
    this.leaving = false;
    if (!this.view) return;
    if (!saved) {
      lock(this.view, isPaused());
      return;
    }
    this.close();
    if (!goesOn) find("[data-text-edit]", this.block)?.focus();
  }

  /** Put the editor away now. */
  close(): void {
    this.client.close();
    for (const stop of this.stops.splice(0)) stop();
    for (const { timer } of this.writers.values()) clearTimeout(timer);
    clearTimeout(this.caretTimer);
    this.apart.stop();
    this.sure.close(false);
    void this.tools.wire.ask("text:close", { text: this.id });
    this.tools.saved.done(this);
    this.view?.destroy();
    this.view = null;
    this.host.replaceChildren();
    this.show(false);
    this.gone();
    if (!this.panel) this.tools.live.release(this.block);
  }

  // --- what comes in

  private listen(): void {
    const { wire } = this.tools;
    this.stops.push(
      wire.on("text:changed", (entry) => entry.text === this.id && this.changed(entry)),
      wire.on("text:cursor", (cursor) => cursor.text === this.id && this.caretMoved(cursor)),
      wire.on("text:renewed", ({ text }) => text === this.id && this.client.renewed()),
      wire.onLink((link) => (link.at === "online" ? this.client.connected() : this.client.disconnected())),
      listenTo(document, "rondom:morphed", () => this.pause()),
      listenTo(this.block, "focusout", (event) => this.left(event)),
    );
    const pauses = new MutationObserver(() => this.pause());
    pauses.observe(document.body, { attributes: true, attributeFilter: ["data-paused"] });
    this.stops.push(() => pauses.disconnect());
    this.client.hold(isPaused());
  }

  private changed(entry: TextChanged): void {
    this.client.receive(entry);
    this.placeCarets();
  }

  private pause(): void {
    const paused = isPaused();
    this.client.hold(paused);
    if (this.view && !this.leaving && this.view.state.readOnly !== paused) lock(this.view, paused);
  }

  /** A text of one line is ready when the person goes on to something else. */
  private left(event: FocusEvent): void {
    const to = event.relatedTarget;
    // The button that opened it loses the focus too, when it makes room for the editor.
    if (!(event.target instanceof Node && this.view?.dom.contains(event.target))) return;
    if (this.panel || this.scrubber?.open || this.apart.open || this.sure.open) return;
    if (this.single && document.hasFocus() && !(to instanceof Node && this.block.contains(to)))
      void this.done(true);
  }

  // --- the screen

  private surroundings(): Surroundings {
    return {
      open: (known) => this.open(known),
      send: (change) => this.send(change),
      replaced: (doc) => this.replaced(doc),
      changed: (changes, entry) => this.showChange(changes, entry),
      refused: (refusal, words, shut) => this.refused(refusal, words, shut),
      sure: (refusal) => this.sure.ask(refusal),
      unsaved: (state) => this.unsaved(state),
      after: (milliseconds, call) => {
        const timer = window.setTimeout(call, milliseconds);
        return () => clearTimeout(timer);
      },
    };
  }

  /** Stop listening for changes; the answer holds the words as everybody reads them now. */
  private async showNewest(): Promise<void> {
    const answer = await this.tools.wire.ask("text:close", { text: this.id });
    if (answer.ok === true) this.tools.live.receive([{ name: `text:${this.id}`, html: answer.html ?? "" }]);
  }

  private async open(known: Known | null): Promise<Opened | Refusal | NoAnswer> {
    const answer = await this.tools.wire.ask("text:open", { text: this.id, ...known });
    return answer.ok === true ? answer : this.pauseOr(answer);
  }

  /** Take words out of this text for everybody; what was typed here has to be there first. */
  private async scrub(slip: string): Promise<Done | Refusal | NoAnswer> {
    // Words that are still on their way would arrive after it, and stay.
    if (!(await until(() => this.client.settled, SCRUB_WAITS))) return NO_ANSWER;
    return this.tools.wire.ask("text:scrub", { text: this.id, slip });
  }

  private async send(change: Outgoing): Promise<Written | Refusal | NoAnswer> {
    const answer = await this.tools.wire.ask("text:change", { text: this.id, ...change });
    return answer.ok === true ? answer : this.pauseOr(answer);
  }

  /** During a pause nobody may write; the words wait. The refusal can be faster than the news of the pause. */
  private async pauseOr(answer: Refusal | NoAnswer): Promise<Refusal | NoAnswer> {
    if (answer.ok === "unknown" || !OF_THE_PAUSE.has(answer.code)) return answer;
    return (await until(isPaused, PAUSE_NEWS)) ? { ...answer, code: "paused" } : answer;
  }

  private replaced(doc: Text): void {
    const state = EditorState.create({
      doc,
      selection: {
        anchor: this.view ? Math.min(this.view.state.selection.main.head, doc.length) : this.begin(doc),
      },
      extensions: [
        this.apart.extension,
        collaborate(this.client, this.single),
        lookAndKeys({
          label: this.block.dataset.label ?? "",
          hint: this.block.dataset.hint ?? "",
          language: this.block.lang || document.documentElement.lang,
          single: this.single,
          done: () => void this.done(),
        }),
        EditorView.updateListener.of((update) => {
          this.toolbar?.update(update.state);
          if (update.selectionSet || update.focusChanged) this.planCaret();
        }),
      ],
    });
    if (this.view) this.view.setState(state);
    else this.build(state);
    this.pause();
  }

  private begin(doc: Text): number {
    return Math.max(0, Math.min(doc.length, this.start(doc.toString())));
  }

  private build(state: EditorState): void {
    const view = new EditorView({ state });
    this.view = view;
    this.toolbar = this.single ? null : makeToolbar(view, () => void this.done());
    const ground = document.createElement("div");
    ground.className = "rd-write";
    this.scrubber = new Scrubber(view, (slip) => this.scrub(slip));
    const parts = [this.toolbar?.element, view.dom, this.apart.element, this.scrubber.element];
    ground.append(...parts.filter((part) => part instanceof HTMLElement));
    this.host.replaceChildren(ground);
    keep(this.block);
    this.show(true);
    view.focus();
  }

  private show(open: boolean): void {
    this.host.hidden = !open;
    for (const selector of ["[data-text-view]", "[data-text-edit]"]) {
      const element = find(selector, this.block);
      if (element) element.hidden = open;
    }
    this.showWriters(open);
  }

  private showChange(changes: ChangeSet, entry: LogEntry): void {
    if (this.view) showChange(this.view, changes, entry);
    this.saw(entry.author);
  }

  private unsaved(state: Unsaved): void {
    const { saved } = this.tools;
    if (state === "busy") saved.busy(this);
    else if (state === "waiting") saved.trouble(this, "offline");
    else if (state === "full") saved.trouble(this, "full");
    else saved.done(this);
  }

  // --- refused words

  private refused(refusal: Refusal, words: string, shut: boolean): void {
    if (words || refusal.message) this.showPanel(refusal.message, words);
    if (OF_THE_CHANGE.has(refusal.code) && !shut) return;
    this.client.close();
    queueMicrotask(() => this.close());
  }

  private showPanel(why: string, words: string): void {
    const panel = this.panel ?? fromTemplate("template[data-refused]");
    if (!panel) return;
    const field = panel.querySelector<HTMLTextAreaElement>("[data-refused-words]");
    const place = find("[data-refused-why]", panel);
    if (place && why) setText(place, why);
    if (field) {
      field.value = [field.value, words].filter(Boolean).join("\n");
      const label = field.closest("label") ?? field;
      label.hidden = !field.value;
      field.rows = Math.min(8, Math.max(2, field.value.split("\n").length));
    }
    if (!this.panel) this.addPanel(panel, field);
  }

  private addPanel(panel: HTMLElement, field: HTMLTextAreaElement | null): void {
    this.panel = panel;
    keep(this.block);
    this.tools.saved.trouble(panel, "refused");
    panel.addEventListener("click", (event) => {
      const pressed = event.target instanceof Element ? event.target : null;
      if (pressed?.closest("[data-refused-copy]") && field) void copy(field);
      if (pressed?.closest("[data-refused-close]")) this.closePanel(panel);
    });
    this.host.before(panel);
  }

  private closePanel(panel: HTMLElement): void {
    panel.remove();
    this.panel = null;
    this.tools.saved.done(panel);
    if (this.view) this.view.focus();
    else {
      this.tools.live.release(this.block);
      find("[data-text-edit]", this.block)?.focus();
    }
  }

  // --- the others

  private saw(person: Person): void {
    clearTimeout(this.writers.get(person.id)?.timer);
    const timer = window.setTimeout(() => this.forget(person.id), STILL_WRITING);
    this.writers.set(person.id, { person, timer });
    this.showWriters(true);
  }

  private forget(id: string): void {
    clearTimeout(this.writers.get(id)?.timer);
    if (this.writers.delete(id)) this.showWriters(this.view !== null);
  }

  private showWriters(open: boolean): void {
    showNames(this.block, open ? [...this.writers.values()].map(({ person }) => person.name) : []);
  }

  private caretMoved({ person, version, anchor, head }: TextCursor): void {
    this.carets.delete(person.id);
    if (anchor === null) {
      this.met.delete(person.id);
      this.view?.dispatch({ effects: dropCaret.of(person.id) });
      this.forget(person.id);
      return;
    }
    // Somebody new cannot know yet where this person is.
    if (!this.met.has(person.id)) this.planCaret();
    this.met.add(person.id);
    this.carets.set(person.id, { person, version, anchor, head: head ?? anchor });
    this.placeCarets();
  }

  /** A caret may be ahead of the text here; it waits until its version has come. */
  private placeCarets(): void {
    for (const [id, caret] of this.carets) {
      if (!this.view || caret.version > this.client.version) continue;
      this.carets.delete(id);
      const anchor = this.client.fromShared(caret.anchor, caret.version, id);
      const head = this.client.fromShared(caret.head, caret.version, id);
      if (anchor !== null && head !== null)
        this.view.dispatch({ effects: setCaret.of({ person: caret.person, anchor, head }) });
    }
  }

  /** At most five times a second. While the person types, the letters themselves carry the caret along. */
  private planCaret(): void {
    if (this.caretTimer !== undefined) return;
    this.caretTimer = window.setTimeout(() => {
      this.caretTimer = undefined;
      if (!this.view || !this.client.ready) return;
      if (!this.client.settled) this.planCaret();
      else
        void this.tools.wire.ask("text:cursor", {
          text: this.id,
          version: this.client.version,
          ...this.caretOf(this.view),
        });
    }, CARET_EVERY);
  }

  private caretOf(view: EditorView): { anchor: number | null; head: number | null } {
    const { anchor, head } = view.state.selection.main;
    if (!view.hasFocus) return { anchor: null, head: null };
    return { anchor: this.client.toShared(anchor), head: this.client.toShared(head) };
  }
}

/** Wait until something is true; false when it was not within so many milliseconds. */
async function until(ready: () => boolean, within: number): Promise<boolean> {
  for (const end = performance.now() + within; performance.now() < end; ) {
    if (ready()) return true;
    await new Promise((resolve) => setTimeout(resolve, 30));
  }
  return ready();
}

function listenTo<K extends keyof HTMLElementEventMap>(
  target: EventTarget,
  name: K | "rondom:morphed",
  tell: (event: HTMLElementEventMap[K]) => void,
): () => void {
  const listener = tell as (event: Event) => void;
  target.addEventListener(name, listener);
  return () => target.removeEventListener(name, listener);
}
