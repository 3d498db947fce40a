/**
 * Writing together, without a screen: one shared text as one person's editor holds it.
 *
 * The server has one log of changes for each text. Here there is the text at a version of that log, at most one
 * change on its way (`sent`), and everything typed since then as one composed change (`buffer`). A change of
 * somebody else is moved over both, and both over it, one log entry at a time: composing entries first gives other
 * letters than the others see. A sent change keeps its number for ever, so sending it again is harmless. Its own
 * echo in the log confirms it; the answer only tells of errors.
 *
 * The server gives its log, which holds what was deleted, only to who was there. The proof is a mark that comes with
 * an opening, with each answer, and now and then with a change; it counts here once that version is reached.
 *
 * No DOM here: the editor, the tests and a load generator share this file.
 */

import { ChangeSet, Text } from "@codemirror/state";
import type { NoAnswer } from "../answers.ts";
import type { ChangeText, LogEntry, Opened, Refusal, Written } from "../messages.ts";
import { addedWords } from "./words.ts";

/** What an editor has: a version of an epoch, its id, and the mark that proves that it was there. */
export type Known = { epoch: number; version: number; client: string; mark: string };
export type Outgoing = Omit<ChangeText, "text">;

/** Where a text client talks to: the line, the screen and the clock. */
export type Surroundings = {
  open(known: Known | null): Promise<Opened | Refusal | NoAnswer>;
  send(change: Outgoing): Promise<Written | Refusal | NoAnswer>;
  /** The whole text is new: forget undo and what was on the screen. */
  replaced(doc: Text): void;
  /** Somebody else's change, already moved to fit the text on the screen. */
  changed(changes: ChangeSet, entry: LogEntry): void;
  /** The server refused for good; these words of the person are not in the text. `shut`: nor can it be opened again. */
  refused(refusal: Refusal, words: string, shut: boolean): void;
  /** Much goes at once: does the person mean it? */
  sure(refusal: Refusal): Promise<boolean>;
  /** Whether something is unacknowledged, or being held back. */
  unsaved(state: Unsaved): void;
  /** Call back after so many milliseconds; returns a function that cancels. */
  after(milliseconds: number, call: () => void): () => void;
};

export type Unsaved = "nothing" | "busy" | "waiting" | "full";

type Timer = "push" | "rest" | "gap" | "echo" | "retry" | "sure";
type Sent = { seq: number; changes: ChangeSet };
/** What one writer did, in the places of the log: needed to bring a late caret up to date. */
type Past = { version: number; changes: ChangeSet; author: string };

const NOBODY: Refusal = { ok: false, code: "renewed", message: "" };
/** Milliseconds between two changes that are sent; what is typed meanwhile is gathered. */
const GATHER = 40;
/** Milliseconds to wait for a missing log entry: two workers may announce out of order. */
const GAP = 200;
/** Milliseconds to wait for the echo of an acknowledged change. */
const ECHO = 2_000;
const SLOWEST_RETRY = 4_000;
const CATCH_UP = new Set(["again", "behind", "gap", "updating"]);
/** Nothing is wrong with the words: they are tried until there is room, or the database is back. */
const NOT_NOW = new Set(["storage_full", "try_again"]);
/** Tries after which a fault of the server counts as a refusal. */
const ENOUGH_TRIES = 8;
const PAST_KEPT = 200;
/** Milliseconds in which the server counts what one person takes away together: one yes is for all of it. */
const SURE = 10_000;

export class TextClient {
  doc: Text = Text.empty;
  version = -1;
  epoch = -1;
  private client = "";
  private mark = "";
  private marks = new Map<number, string>();
  private seq = 0;
  private sent: Sent | null = null;
  private buffer: ChangeSet | null = null;
  private ahead = new Map<number, LogEntry>();
  private past: Past[] = [];
  private state: "closed" | "offline" | "opening" | "open" = "offline";
  private sending = false;
  private openAgain = false;
  private attempt = 0;
  private held = false;
  private asking = false;
  private full = false;
  private sure = false;
  private tries = 0;
  private timers = new Map<Timer, () => void>();

  constructor(private readonly around: Surroundings) {}

  /** Nothing typed here is unknown to the server. */
  get settled(): boolean {
    return !this.sent && !this.buffer;
  }

  get ready(): boolean {
    return this.state === "open";
  }

  /** The line is up (again): first catch up, then send. */
  connected(): void {
    if (this.state === "closed") return;
    this.tries = 0;
    void this.reopen();
  }

  disconnected(): void {
    if (this.state === "closed") return;
    this.state = "offline";
    this.stopTimers();
    this.tell();
  }

  /** Stop for good; what was not sent is lost, so ask `settled` first. */
  close(): void {
    this.state = "closed";
    this.stopTimers();
  }

  /** Hold back what is typed (the meeting is paused), and let it go again. */
  hold(held: boolean): void {
    if (this.held === held) return;
    this.held = held;
    this.tell();
    if (!held && this.state === "open") void this.reopen();
  }

  /** A change made here, on the text as it is here. */
  edit(changes: ChangeSet): void {
    this.doc = changes.apply(this.doc);
    this.buffer = this.buffer ? this.buffer.compose(changes) : changes;
    this.tell();
    this.plan();
  }

  /** An entry of the log as the server announced it: in order, early, or known already. */
  receive(entry: LogEntry & { mark?: string | undefined }): void {
    if (this.state === "closed") return;
    if (this.epoch < 0) {
      // The answer to the opening is still on its way, and may be older than this.
      this.ahead.set(entry.version, entry);
      return;
    }
    if (entry.epoch !== this.epoch) {
      if (entry.epoch > this.epoch) this.renewed();
      return;
    }
    this.ahead.set(entry.version, entry);
    this.keepMark(entry.version, entry.mark);
    this.drain();
    if (this.ahead.size > 0 && this.state === "open") this.start("gap", GAP, () => void this.reopen());
  }

  /** The text got a new epoch. Unsent words are offered once more: the server's refusal brings the sentence for them. */
  renewed(): void {
    if (this.settled || this.state !== "open") {
      this.forget();
      if (this.state === "open" || this.state === "opening") void this.reopen();
    } else {
      this.plan(0);
    }
  }

  /** Places here as places in the text at `version`, which the others have. */
  toShared(place: number): number {
    const unsent = this.buffer ? this.buffer.invertedDesc.mapPos(place) : place;
    return this.sent ? this.sent.changes.invertedDesc.mapPos(unsent) : unsent;
  }

  /** A place of somebody's caret at an older version, as a place here; null when that is too long ago. */
  fromShared(place: number, version: number, person: string): number | null {
    const missed = this.past.filter((entry) => entry.version > version);
    if (missed.length !== this.version - version) return null;
    let here = place;
    for (const { changes, author } of missed) {
      if (here > changes.length) return null;
      here = changes.mapPos(here, author === person ? 1 : -1);
    }
    for (const own of [this.sent?.changes, this.buffer]) {
      if (own && here > own.length) return null;
      if (own) here = own.mapPos(here, -1);
    }
    return here;
  }

  // --- opening and catching up

  private async reopen(): Promise<void> {
    if (this.state === "closed") return;
    if (this.state === "opening") {
      this.openAgain = true;
      return;
    }
    this.state = "opening";
    this.stopTimers();
    const attempt = ++this.attempt;
    const { epoch, version, client, mark } = this;
    const known = epoch < 0 ? null : { epoch, version, client, mark };
    const answer = await this.around.open(known);
    // The line broke meanwhile: the next connection opens again.
    if (this.state !== "opening" || attempt !== this.attempt) return;
    this.state = "open";
    if (answer.ok === true) this.opened(answer);
    else if (answer.ok === "unknown") this.retry();
    else this.notOpened(answer);
    if (this.openAgain) {
      this.openAgain = false;
      void this.reopen();
    }
  }

  private opened(answer: Opened): void {
    if (answer.changes !== undefined && answer.epoch === this.epoch) {
      for (const entry of answer.changes) this.ahead.set(entry.version, entry);
      this.keepMark(answer.version, answer.mark);
      this.drain();
    } else {
      this.startFrom(answer);
    }
    this.tell();
    this.transmit();
  }

  private startFrom(answer: Opened): void {
    if (!this.settled) this.giveUp(NOBODY);
    this.doc = toText(answer.words ?? "");
    this.epoch = answer.epoch;
    this.version = answer.version;
    // A new id as well: nobody knows whether the old one's last number was used.
    this.client = answer.client;
    this.mark = answer.mark;
    this.marks.clear();
    this.seq = 0;
    this.past = [];
    this.ahead = new Map([...this.ahead].filter(([, entry]) => entry.epoch === this.epoch));
    this.around.replaced(this.doc);
    this.drain();
  }

  private notOpened(refusal: Refusal): void {
    if (CATCH_UP.has(refusal.code) || NOT_NOW.has(refusal.code) || refusal.code === "rate_limited")
      this.retry(refusal.retry_after);
    else if (refusal.code === "internal" && this.tries < ENOUGH_TRIES) this.retry();
    else if (refusal.code === "paused") this.hold(true);
    else {
      this.giveUp(refusal, true);
      this.close();
    }
  }

  private forget(): void {
    this.epoch = -1;
    this.version = -1;
    this.ahead.clear();
  }

  // --- receiving

  private drain(): void {
    for (;;) {
      const entry = this.ahead.get(this.version + 1);
      if (!entry) break;
      this.ahead.delete(entry.version);
      this.take(entry);
    }
    for (const version of this.ahead.keys()) if (version <= this.version) this.ahead.delete(version);
    if (this.ahead.size === 0) this.stop("gap");
  }

  private take(entry: LogEntry): void {
    const changes = ChangeSet.fromJSON(entry.changes);
    this.version = entry.version;
    this.keepMark(entry.version);
    this.past = [
      ...this.past.slice(1 - PAST_KEPT),
      { version: entry.version, changes, author: entry.author.id },
    ];
    if (entry.client === this.client && this.sent) this.compare(this.sent, entry);
    else {
      // One that was given up because nothing was left of it may have arrived after all.
      if (entry.client === this.client) this.seq = Math.max(this.seq, entry.seq + 1);
      this.mergeIn(changes, entry);
    }
  }

  /** What stands in the log under our number has to be what was sent; otherwise the screen would say what is not so. */
  private compare(sent: Sent, entry: LogEntry): void {
    if (entry.seq === sent.seq && same(entry.changes, sent.changes.toJSON())) this.confirm();
    else this.startOver(NOBODY);
  }

  /** A mark counts for the version it was made for: from there on the log is asked for. */
  private keepMark(version: number, mark?: string): void {
    if (mark) this.marks.set(version, mark);
    for (const [made, kept] of this.marks) {
      if (made > this.version) continue;
      if (made === this.version) this.mark = kept;
      this.marks.delete(made);
    }
  }

  private confirm(): void {
    this.sent = null;
    this.full = false;
    this.tries = 0;
    this.stop("echo");
    this.stop("retry");
    this.tell();
    this.plan();
  }

  private mergeIn(changes: ChangeSet, entry: LogEntry): void {
    let theirs = changes;
    if (this.sent) {
      const mine = this.sent.changes;
      this.sent.changes = mine.map(theirs);
      theirs = theirs.map(mine, true);
    }
    if (this.buffer) {
      const mine = this.buffer;
      this.buffer = mine.map(theirs);
      theirs = theirs.map(mine, true);
    }
    this.doc = theirs.apply(this.doc);
    this.around.changed(theirs, entry);
  }

  // --- sending

  private plan(wait = 0): void {
    if (this.timers.has("push") || this.timers.has("rest") || this.settled) return;
    this.start("push", wait, () => this.transmit());
  }

  private transmit(): void {
    if (this.state !== "open" || this.sending || this.held || this.asking || this.epoch < 0) return;
    // Committed; only the echo is missing. Sending again would bring nothing but work.
    if (this.timers.has("echo")) return;
    if (this.sent?.changes.empty) this.giveBack();
    if (!this.sent) {
      if (this.buffer?.empty) this.buffer = null;
      if (!this.buffer) {
        this.tell();
        return;
      }
      this.sent = { seq: this.seq++, changes: this.buffer };
      this.buffer = null;
      this.start("rest", GATHER, () => this.plan());
    }
    void this.deliver(this.sent);
  }

  /** Others took away what this change would have taken: nothing is left to send, and its number is free again. */
  private giveBack(): void {
    if (this.sent) this.seq = this.sent.seq;
    this.sent = null;
    this.tries = 0;
    this.stop("retry");
  }

  private async deliver(sent: Sent): Promise<void> {
    this.sending = true;
    const answer = await this.around.send({
      epoch: this.epoch,
      version: this.version,
      client: this.client,
      seq: sent.seq,
      changes: sent.changes.toJSON(),
      ...(this.sure ? { sure: true } : {}),
    });
    this.sending = false;
    if (this.state === "closed") return;
    if (answer.ok === true) this.keepMark(answer.version, answer.mark);
    if (this.sent !== sent) this.plan();
    else if (answer.ok === true) this.acknowledged(answer.version);
    else if (answer.ok === "unknown") this.retry();
    else this.notWritten(answer);
  }

  /** Committed; the echo is on its way, or it came and the numbers are wrong. */
  private acknowledged(version: number): void {
    if (version <= this.version) {
      this.startOver(NOBODY);
    } else if (this.state === "open") {
      this.start("echo", ECHO, () => void this.reopen());
    }
  }

  private notWritten(refusal: Refusal): void {
    this.full = NOT_NOW.has(refusal.code);
    this.tell();
    if (CATCH_UP.has(refusal.code) || this.full) this.retry();
    else if (refusal.code === "internal" && this.tries < ENOUGH_TRIES) this.retry();
    else if (refusal.code === "rate_limited") this.retry(refusal.retry_after ?? 1);
    else if (refusal.code === "paused") this.hold(true);
    else if (refusal.code === "bulk_delete_confirm") void this.ask(refusal);
    else this.startOver(refusal);
  }

  /** Nothing is sent until the person answered; after a no the text stands as the server has it. */
  private async ask(refusal: Refusal): Promise<void> {
    if (this.asking) return;
    this.asking = true;
    const yes = await this.around.sure(refusal);
    this.asking = false;
    if (this.state === "closed" || this.settled) return;
    this.sure = yes;
    if (!yes) {
      this.startOver({ ...refusal, message: "" });
      return;
    }
    this.stop("sure");
    this.start("sure", SURE, () => {
      this.sure = false;
    });
    this.transmit();
  }

  /** Refused for good: the person keeps the words, the screen gets the server's text. */
  private startOver(refusal: Refusal): void {
    this.giveUp(refusal);
    this.forget();
    void this.reopen();
  }

  private giveUp(refusal: Refusal, shut = false): void {
    const words = addedWords(this.pending());
    this.sent = null;
    this.buffer = null;
    this.stop("push");
    this.tell();
    this.around.refused(refusal, words, shut);
  }

  private pending(): ChangeSet {
    if (this.sent && this.buffer) return this.sent.changes.compose(this.buffer);
    return this.sent?.changes ?? this.buffer ?? ChangeSet.empty(this.doc.length);
  }

  /** Catch up and send again, later each time, with some chance so that a room does not move in step. */
  private retry(seconds?: number): void {
    if (this.state !== "open") return;
    const backOff = Math.min(SLOWEST_RETRY, 50 * 2 ** this.tries++);
    this.start(
      "retry",
      seconds === undefined ? backOff * (0.5 + Math.random() / 2) : seconds * 1_000,
      () => void this.reopen(),
    );
  }

  // --- timers and telling

  private start(name: Timer, wait: number, call: () => void): void {
    if (this.timers.has(name)) return;
    const cancel = this.around.after(wait, () => {
      this.timers.delete(name);
      call();
    });
    this.timers.set(name, cancel);
  }

  private stop(name: Timer): void {
    this.timers.get(name)?.();
    this.timers.delete(name);
  }

  private stopTimers(): void {
    for (const name of [...this.timers.keys()]) this.stop(name);
  }

  private tell(): void {
    const waiting = this.held || this.state === "offline";
    this.around.unsaved(this.settled ? "nothing" : waiting ? "waiting" : this.full ? "full" : "busy");
  }
}

function same(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

export function toText(words: string): Text {
  return Text.of(words.split("\n"));
}
