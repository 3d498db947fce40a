/** The same visitors with the peer's own client library and a Yjs document. */

import { HocuspocusProvider, HocuspocusProviderWebsocket } from "@hocuspocus/provider";
import WebSocket from "ws";
import * as Y from "yjs";
import { clock, countLetters, LETTERS } from "./ledger.mjs";

export class Visitor {
  constructor({ url, text, words, kind, number, ledger }) {
    Object.assign(this, { kind, number, ledger });
    this.counts = {};
    this.seen = {};
    this.taken = 0;
    this.told = 0;
    this.unsynced = 0;
    /** When each clock of the own letters was pressed; the server's file names the clocks it holds. */
    this.presses = [];
    this.document = new Y.Doc();
    this.words = this.document.getText("words");
    this.line = new HocuspocusProviderWebsocket({ url: url.replace("http", "ws"), WebSocketPolyfill: WebSocket });
    this.provider = new HocuspocusProvider({
      websocketProvider: this.line,
      name: text,
      document: this.document,
      onSynced: () => {
        this.synced = true;
        // One of them brings the first words.
        if (kind === "writer" && number === 0 && this.words.length === 0) this.words.insert(0, words);
      },
      onUnsyncedChanges: ({ number: unsynced }) => this.acknowledged(unsynced),
    });
    this.provider.attach?.();
    this.words.observe((event, transaction) => {
      if (!transaction.local) this.changed(event);
    });
  }

  get ready() {
    return this.synced === true && this.words.length > 0 && this.provider.unsyncedChanges === 0;
  }

  get settled() {
    return this.provider.unsyncedChanges === 0;
  }

  begin(place) {
    this.place = Y.createRelativePositionFromTypeIndex(this.words, place, -1);
  }

  press() {
    const at = Y.createAbsolutePositionFromRelativePosition(this.place, this.document).index;
    this.ledger.press(this.number);
    this.taken++;
    const own = Y.getState(this.document.store, this.document.clientID);
    this.presses.push({ clock: own, at: clock() });
    this.words.insert(at, LETTERS[this.number]);
    this.place = Y.createRelativePositionFromTypeIndex(this.words, at + 1, -1);
    this.provider.setAwarenessField("cursor", { anchor: at + 1, head: at + 1 });
  }

  leave() {
    this.provider.destroy();
    this.line.destroy();
  }

  /** What the orchestrator needs to find in the server's file when each letter was kept. */
  get kept() {
    return { client: this.document.clientID, presses: this.presses };
  }

  changed(event) {
    for (const { insert } of event.delta) if (typeof insert === "string") countLetters(insert, this.counts);
    for (const [writer, count] of Object.entries(this.counts)) {
      this.ledger.saw(this.kind === "writer" ? "editor" : this.kind, this.seen, Number(writer), count);
    }
  }

  /** The server confirms updates in the order they were sent; before typing there may be others under way. */
  acknowledged(unsynced) {
    const fewer = this.unsynced - unsynced;
    this.unsynced = unsynced;
    if (fewer <= 0 || this.taken === 0) return;
    const upTo = this.taken - unsynced;
    this.ledger.acknowledged(this.number, this.told, upTo);
    this.told = Math.max(this.told, upTo);
  }
}
