/** A server and a line in memory, on a clock of its own: what shared texts are tried out against. */

import { ChangeSet, type Text } from "@codemirror/state";
import type { NoAnswer } from "../../static/src/answers.ts";
import {
  type Known,
  type Outgoing,
  type Surroundings,
  TextClient,
  toText,
  type Unsaved,
} from "../../static/src/editor/text-client.ts";
import type { LogEntry, Opened, Refusal, Written } from "../../static/src/messages.ts";

/** Chance that is the same at every run. */
export class Chance {
  constructor(private seed: number) {}
  next(): number {
    this.seed = (this.seed + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.seed ^ (this.seed >>> 15), 1 | this.seed);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }
  below(end: number): number {
    return Math.floor(this.next() * end);
  }
  oneOf<T>(all: readonly T[]): T {
    const found = all[this.below(all.length)];
    if (found === undefined) throw new Error("nothing to choose from");
    return found;
  }
}

/** Time that passes only when somebody asks for it. */
export class Clock {
  now = 0;
  private queue: { at: number; order: number; call: () => void }[] = [];
  private order = 0;

  after(wait: number, call: () => void): () => void {
    const event = { at: this.now + wait, order: this.order++, call };
    this.queue.push(event);
    return () => {
      this.queue = this.queue.filter((each) => each !== event);
    };
  }

  async pass(milliseconds: number): Promise<void> {
    const end = this.now + milliseconds;
    for (;;) {
      this.queue.sort((a, b) => a.at - b.at || a.order - b.order);
      const next = this.queue[0];
      if (!next || next.at > end) break;
      this.queue.shift();
      this.now = next.at;
      next.call();
      // Let the promises that hang on it run.
      for (let turn = 0; turn < 12; turn++) await Promise.resolve();
    }
    this.now = end;
  }
}

/** The authority: one log for one text, as the server of Rondom keeps it. */
export class Server {
  doc: Text;
  epoch = 0;
  log: LogEntry[] = [];
  /** Units that may go in one change before its writer is asked. */
  asksFrom = Number.POSITIVE_INFINITY;
  /** What every change is answered with, and what every opening is. */
  refusesChanges: Refusal | null = null;
  refusesAll: Refusal | null = null;
  /** Versions older than this are answered with the whole text. */
  forgottenBefore = 0;
  private clients = 0;
  private last = new Map<string, number>();
  readonly listeners = new Set<(entry: LogEntry) => void>();

  constructor(words = "") {
    this.doc = toText(words);
  }

  get version(): number {
    return this.log.length;
  }

  open(known: Known | null): Opened | Refusal {
    if (this.refusesAll) return this.refusesAll;
    const client = `c${this.clients++}`;
    const head = { ok: true as const, text: "t", epoch: this.epoch, version: this.version };
    const was = known?.epoch === this.epoch && this.wasThere(known) && known.version >= this.forgottenBefore;
    if (!known || !was) return { ...head, client, mark: this.mark(client), words: this.doc.toString() };
    const mark = this.mark(known.client);
    return { ...head, client: known.client, mark, changes: this.log.slice(known.version) };
  }

  write(change: Outgoing, author: string): Written | Refusal {
    const refused = this.refusesAll ?? this.refusesChanges;
    if (refused) return refused;
    if (!change.sure && gone(ChangeSet.fromJSON(change.changes)) >= this.asksFrom)
      return refuse("bulk_delete_confirm");
    if (change.epoch !== this.epoch) return refuse("renewed");
    const last = this.last.get(change.client) ?? -1;
    if (change.seq <= last) return this.again(change);
    if (change.seq > last + 1) return refuse("gap");
    if (change.version > this.version) return refuse("again");
    if (ChangeSet.fromJSON(change.changes).empty) return refuse("malformed");
    let changes = ChangeSet.fromJSON(change.changes);
    const base = this.log[change.version];
    if (changes.length !== (base ? ChangeSet.fromJSON(base.changes).length : this.doc.length))
      return refuse("length");
    for (const entry of this.log.slice(change.version))
      changes = changes.map(ChangeSet.fromJSON(entry.changes));
    const version = this.put(changes, change.client, change.seq, author);
    return { ok: true, version, mark: this.mark(change.client, version) };
  }

  /** A resend is known by what stands in the log under its number; other words are another change. */
  private again(change: Outgoing): Written | Refusal {
    const done = this.log.find((entry) => entry.client === change.client && entry.seq === change.seq);
    if (!done || change.version >= done.version) return refuse("op_reused");
    let changes = ChangeSet.fromJSON(change.changes);
    for (const entry of this.log.slice(change.version, done.version - 1)) {
      if (changes.length !== ChangeSet.fromJSON(entry.changes).length) return refuse("op_reused");
      changes = changes.map(ChangeSet.fromJSON(entry.changes));
    }
    const same = JSON.stringify(changes.toJSON()) === JSON.stringify(done.changes);
    return same ? { ok: true, version: done.version } : refuse("op_reused");
  }

  private mark(client: string, version = this.version): string {
    return `${client} ${version}`;
  }

  /** The log goes to who was there only, as on the server. */
  private wasThere({ client, version, mark }: Known): boolean {
    const [whose, proved] = mark.split(" ");
    if (version > this.version) return false;
    return version === this.version || (whose === client && Number(proved) <= version);
  }

  /** Put a change in the log as the server itself. */
  put(changes: ChangeSet, client: string, seq: number, author: string): number {
    this.doc = changes.apply(this.doc);
    this.last.set(client, seq);
    const person = { id: author, name: author, who: "gezin", initials: author.slice(0, 1) };
    const entry = {
      epoch: this.epoch,
      version: this.version + 1,
      client,
      seq,
      author: person,
      changes: changes.toJSON(),
    };
    this.log.push(entry);
    for (const tell of this.listeners) tell(entry);
    return entry.version;
  }

  /** Something was erased: old copies must go. */
  renew(): void {
    this.epoch++;
  }
}

export function refuse(code: string, message = `no: ${code}`): Refusal {
  return { ok: false, code, message };
}

/** How bad a line is: milliseconds one way, and the share of messages that are lost or come twice. */
export type Quality = { delay: number; lost: number; twice: number };

export const GOOD: Quality = { delay: 10, lost: 0, twice: 0 };

/** Somebody at the table, behind a line of some quality. */
export class Writer {
  readonly client: TextClient;
  readonly refusals: { refusal: Refusal; words: string }[] = [];
  readonly questions: ((yes: boolean) => void)[] = [];
  saved: Unsaved = "nothing";
  online = false;
  /** Called with each change of somebody else, and with each whole new text (null). */
  seen: (changes: ChangeSet | null, entry: LogEntry | null) => void = () => undefined;
  private line = 0;
  private arrival = 0;

  constructor(
    readonly name: string,
    readonly server: Server,
    private readonly clock: Clock,
    private readonly chance: Chance,
    readonly quality: Quality = GOOD,
  ) {
    this.client = new TextClient(this.surroundings());
    server.listeners.add((entry) => this.announced(entry));
  }

  connect(): void {
    this.online = true;
    this.line++;
    this.client.connected();
  }

  drop(): void {
    this.online = false;
    this.line++;
    this.client.disconnected();
  }

  type(at: number, words: string, instead = 0): void {
    const { length } = this.client.doc;
    const from = Math.min(at, length);
    this.client.edit(ChangeSet.of({ from, to: Math.min(from + instead, length), insert: words }, length));
  }

  get words(): string {
    return this.client.doc.toString();
  }

  private surroundings(): Surroundings {
    return {
      open: (known) => this.request(() => this.server.open(known)),
      send: (change) => this.request(() => this.server.write(change, this.name)),
      replaced: () => this.seen(null, null),
      changed: (changes, entry) => this.seen(changes, entry),
      sure: () => new Promise((answer) => this.questions.push(answer)),
      refused: (refusal, words) => this.refusals.push({ refusal, words }),
      unsaved: (state) => {
        this.saved = state;
      },
      after: (wait, call) => this.clock.after(wait, call),
    };
  }

  private request<T>(ask: () => T): Promise<T | NoAnswer> {
    const line = this.line;
    return new Promise((resolve) => {
      const unknown = () => resolve({ ok: "unknown" });
      if (!this.online) return unknown();
      if (this.chance.next() < this.quality.lost) return void this.clock.after(500, unknown);
      const arrive = () => {
        const answer = ask();
        this.clock.after(this.wait(), () => (line === this.line ? resolve(answer) : unknown()));
      };
      this.clock.after(this.wait(), arrive);
      if (this.chance.next() < this.quality.twice) this.clock.after(this.wait() + 30, ask);
      return undefined;
    });
  }

  private announced(entry: LogEntry): void {
    const line = this.line;
    if (!this.online || this.chance.next() < this.quality.lost) return;
    // One line keeps its order; two workers may still announce in another order than they wrote.
    this.arrival = Math.max(this.arrival, this.clock.now + this.wait());
    const shuffled = this.chance.next() < this.quality.twice ? 40 : 0;
    this.clock.after(
      this.arrival - this.clock.now + shuffled,
      () => line === this.line && this.client.receive(entry),
    );
    if (this.chance.next() < this.quality.twice)
      this.clock.after(
        this.arrival + 60 - this.clock.now,
        () => line === this.line && this.client.receive(entry),
      );
  }

  private wait(): number {
    return this.quality.delay * (0.5 + this.chance.next());
  }
}

/** Let everybody come back and everything arrive. */
export async function settle(clock: Clock, writers: Writer[]): Promise<void> {
  for (const writer of writers) if (!writer.online) writer.connect();
  for (let turn = 0; turn < 200; turn++) {
    await clock.pass(1_000);
    const last = writers[0]?.server.version;
    if (writers.every(({ client }) => client.settled && client.version === last)) return;
    // A lost announcement is found out at the next one; a real table has heartbeats and new words.
    if (turn % 5 === 4) for (const writer of writers) writer.connect();
  }
}

function gone(changes: ChangeSet): number {
  let units = 0;
  changes.iterChanges((from, to) => {
    units += to - from;
  });
  return units;
}
