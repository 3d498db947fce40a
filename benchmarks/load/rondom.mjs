/** Visitors of Rondom: the product's text client over its own client library. */

import { io } from "socket.io-client";
import { ChangeSet } from "@codemirror/state";
import { NO_ANSWER, readAnswer } from "../../static/src/answers.ts";
import { TextClient } from "../../static/src/editor/text-client.ts";
import { countLetters, LETTERS } from "./ledger.mjs";

const ANSWER_WITHIN = 10_000;
/** Milliseconds after which a moved caret is sent, as the editor does. */
const CARET = 200;

export class Visitor {
  /** `kind`: writer (types), editor (has the text open), reader or screen (sees rendered text). */
  constructor({ url, seat, text, kind, number, ledger }) {
    Object.assign(this, { text, kind, number, ledger });
    this.place = 0;
    this.counts = {};
    this.seen = {};
    this.taken = 0;
    this.told = 0;
    this.sends = 0;
    this.resends = 0;
    this.socket = io(url, { transports: ["websocket"], extraHeaders: { cookie: seat.cookie }, auth: seat.hello, forceNew: true });
    this.socket.on("fragments", (fragments) => this.rendered(fragments));
    this.socket.on("connect_error", (error) => console.error(seat.name, error.message));
    if (kind === "writer" || kind === "editor") this.open();
  }

  get ready() {
    return this.socket.connected && (!this.client || this.client.ready);
  }

  get settled() {
    return !this.client || this.client.settled;
  }

  /** Stand at the end of the own line. */
  begin(place) {
    this.place = place;
  }

  press() {
    this.ledger.press(this.number);
    this.taken++;
    const { length } = this.client.doc;
    this.client.edit(ChangeSet.of({ from: this.place, insert: LETTERS[this.number] }, length));
    this.place++;
    this.planCaret();
  }

  leave() {
    this.client?.close();
    this.socket.disconnect();
  }

  open() {
    this.client = new TextClient({
      open: (known) => this.ask("text:open", { text: this.text, ...known }),
      send: (change) => this.send(change),
      replaced: () => {},
      changed: (changes, entry) => this.changed(changes, entry),
      refused: (refusal) => console.error("refused", refusal.code),
      sure: async () => true,
      unsaved: () => {},
      after: (milliseconds, call) => {
        const timer = setTimeout(call, milliseconds);
        return () => clearTimeout(timer);
      },
    });
    this.socket.on("connect", () => this.client.connected());
    this.socket.on("disconnect", () => this.client.disconnected());
    this.socket.on("text:changed", (entry) => this.client.receive(entry));
  }

  changed(changes) {
    this.place = changes.mapPos(this.place, -1);
    changes.iterChanges((_fromA, _toA, _fromB, _toB, inserted) => countLetters(inserted.toString(), this.counts));
    for (const [writer, count] of Object.entries(this.counts)) this.ledger.saw("editor", this.seen, Number(writer), count);
  }

  rendered(fragments) {
    for (const { name, html } of fragments) {
      if (name !== `text:${this.text}`) continue;
      for (const [writer, count] of Object.entries(countLetters(html, {}))) {
        this.ledger.saw(this.kind === "screen" ? "screen" : "reader", this.seen, Number(writer), count);
      }
    }
  }

  async send(change) {
    const again = change.seq === this.sentSeq;
    const upTo = again ? this.sentUpTo : this.taken;
    this.sends++;
    if (again) this.resends++;
    this.sentSeq = change.seq;
    this.sentUpTo = upTo;
    const answer = await this.ask("text:change", { text: this.text, ...change });
    if (answer.ok !== true) return answer;
    this.ledger.acknowledged(this.number, this.told, upTo);
    this.told = Math.max(this.told, upTo);
    return answer;
  }

  planCaret() {
    this.caret ??= setTimeout(() => {
      this.caret = undefined;
      if (!this.client.ready) return;
      if (!this.client.settled) return this.planCaret();
      const place = this.client.toShared(this.place);
      this.ask("text:cursor", { text: this.text, version: this.client.version, anchor: place, head: place });
    }, CARET);
  }

  async ask(name, fields) {
    if (!this.socket.connected) return NO_ANSWER;
    try {
      return readAnswer(await this.socket.timeout(ANSWER_WITHIN).emitWithAck(name, fields));
    } catch {
      return NO_ANSWER;
    }
  }
}
