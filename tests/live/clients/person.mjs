/**
 * One person at a table without a browser: a real line, the product's text client, and a real CodeMirror state with
 * undo. What the screen of an editor would show is `state.doc`; it has to be what the text client holds.
 */

import { history, redo, undo } from "@codemirror/commands";
import { Annotation, EditorState, Transaction } from "@codemirror/state";
import { io } from "socket.io-client";
import { NO_ANSWER, readAnswer } from "../../../static/src/answers.ts";
import { TextClient } from "../../../static/src/editor/text-client.ts";

const remote = Annotation.define();
/** Everything can be taken back; by default the oldest of more than a hundred deeds may be forgotten. */
const memory = () => history({ minDepth: 100_000 });
const ANSWER_WITHIN = 10_000;
/**
 * Milliseconds; shorter than in a browser, so that a test of many broken lines ends. `timeout` matters: a line that
 * breaks between the first answer and the greeting of the server is not noticed by socket.io-client in another way.
 */
const RETURN_WITHIN = { reconnectionDelay: 100, reconnectionDelayMax: 600, randomizationFactor: 0.5, timeout: 2_000 };

export class Person {
  /** What the server promised: `{client, seq, version}` of each change it acknowledged. */
  acknowledged = [];
  /** The code and the words of each change that was refused for good. */
  refusals = [];
  drops = 0;
  /** How often the server said that it goes for a moment. */
  told = 0;
  doubles = 0;
  wrong = [];
  /** Everything that came down the line since `forget`, as it was written. */
  heard = [];
  state = EditorState.create({ extensions: [memory()] });

  /** `chance` gives 0 to 1; `twice` is the share of changes that are sent double. */
  constructor({ name, url, cookie, hello, text, twice = 0 }, chance) {
    Object.assign(this, { name, text, twice, chance });
    this.client = new TextClient(this.surroundings());
    this.socket = io(url, {
      ...RETURN_WITHIN,
      transports: ["websocket"],
      extraHeaders: { cookie },
      auth: hello,
      forceNew: true,
    });
    this.socket.onAny((...said) => this.heard.push(JSON.stringify(said)));
    this.socket.on("connect", () => this.client.connected());
    this.socket.on("disconnect", () => {
      this.drops++;
      this.client.disconnected();
    });
    this.socket.on("leaving", () => {
      this.told++;
      this.client.disconnected();
    });
    this.socket.on("connect_error", (error) => {
      if (error.message === "updating") setTimeout(() => this.socket.connect(), 200);
      else if (!this.socket.active) this.wrong.push(`not connected: ${error.message}`);
    });
    this.socket.on("gone", ({ reason }) => this.wrong.push(`gone: ${reason}`));
    this.socket.on("text:changed", (entry) => entry.text === this.text && this.client.receive(entry));
    this.socket.on("text:renewed", ({ text }) => text === this.text && this.client.renewed());
  }

  get words() {
    return this.state.doc.toString();
  }

  get ready() {
    return this.socket.connected && this.client.ready;
  }

  /** A change by this person, as typing makes it. */
  edit(changes) {
    this.apply(this.state.update({ changes, userEvent: "input.type" }));
  }

  undo() {
    return undo({ state: this.state, dispatch: (transaction) => this.apply(transaction) });
  }

  redo() {
    return redo({ state: this.state, dispatch: (transaction) => this.apply(transaction) });
  }

  leave() {
    this.client.close();
    this.socket.disconnect();
  }

  apply(transaction) {
    this.state = transaction.state;
    if (transaction.docChanged && !transaction.annotation(remote)) this.client.edit(transaction.changes);
    this.compare();
  }

  compare() {
    if (!this.state.doc.eq(this.client.doc)) this.wrong.push("the screen shows other words than the client holds");
  }

  surroundings() {
    return {
      open: (known) => this.ask("text:open", { text: this.text, ...known }),
      send: (change) => this.send({ text: this.text, ...change }),
      replaced: (doc) => {
        this.state = EditorState.create({ doc, extensions: [memory()] });
      },
      changed: (changes) => {
        const annotations = [remote.of(true), Transaction.addToHistory.of(false), Transaction.remote.of(true)];
        this.state = this.state.update({ changes, annotations, filter: false }).state;
        this.compare();
      },
      refused: ({ code, message }, words) => this.refusals.push({ code, message, words }),
      sure: async () => true,
      unsaved: (state) => {
        this.unsaved = state;
      },
      after: (milliseconds, call) => {
        const timer = setTimeout(call, milliseconds);
        return () => clearTimeout(timer);
      },
    };
  }

  async send(change) {
    if (this.chance() < this.twice) {
      this.doubles++;
      this.ask("text:change", change).then((answer) => this.keep(change, answer));
    }
    const answer = await this.ask("text:change", change);
    this.keep(change, answer);
    return answer;
  }

  keep({ client, seq }, answer) {
    if (answer.ok === true) this.acknowledged.push({ client, seq, version: answer.version });
  }

  async ask(name, fields) {
    if (!this.socket.connected) return NO_ANSWER;
    try {
      const answer = readAnswer(await this.socket.timeout(ANSWER_WITHIN).emitWithAck(name, fields));
      this.heard.push(JSON.stringify(answer));
      return answer;
    } catch {
      return NO_ANSWER;
    }
  }
}
