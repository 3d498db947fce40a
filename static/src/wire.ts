/** The live line to the server: the only module that knows socket.io. */

import { io, type Socket } from "socket.io-client";
import { type Answer, type Fields, NO_ANSWER, type NoAnswer, readAnswer } from "./answers.ts";
import type { Answers, Commands, FromBrowser, Hello, Refusal, ToBrowser } from "./messages.ts";

/** What can be asked: a command, or a message that changes nothing of the case. */
type Asked = Commands & Omit<FromBrowser, "hello">;
type Taken<Name> = Name extends keyof Answers ? Answers[Name] : Answers["done"];

export type Link =
  | { at: "connecting" }
  | { at: "online"; again: boolean }
  | { at: "lost"; since: number }
  /** The server said that it goes for a moment: words wait here, and the page comes back by itself. */
  | { at: "leaving" }
  | { at: "refused"; why: string };

const ANSWER_WITHIN = 10_000;
/** Milliseconds of silence after which the line counts as down: the server says something every three seconds. */
const SILENT = 4_500;
/** The same while an answer is waited for: whoever just sent words wants to know sooner. */
const SILENT_WHILE_ASKING = 2_500;
const LISTEN_EVERY = 500;
/** Milliseconds before a refused connection is tried again; half of it is chance, so that a room does not return at once. */
const TRY_AGAIN = [2_000, 5_000, 15_000, 30_000, 60_000];

/** How a page comes back by itself; after an update sooner, and not in step with all the others of the house. */
const PACE = { delay: 500, most: 5_000, chance: 0.5 };
const PACE_OF_UPDATE = { delay: 900, most: 2_000, chance: 0.9 };
/** Milliseconds that an update may take; after that it is a line that is lost. */
const UPDATE_TAKES = 60_000;
/** What a line is refused with that opens while the server goes. */
const UPDATING = "updating";

export class Wire {
  link: Link = { at: "connecting" };
  private readonly socket: Socket;
  private readonly listeners = new Set<(link: Link) => void>();
  private wasOnline = false;
  private readonly hearers = new Set<(silent: boolean) => void>();
  private refusals = 0;
  private heard = performance.now();
  private silent = false;
  private asking = 0;
  private update: ReturnType<typeof setTimeout> | undefined;

  constructor(who: () => Hello | Promise<Hello>) {
    this.socket = io({
      transports: ["websocket", "polling"],
      tryAllTransports: true,
      // Also how long a line may take to greet: one that breaks meanwhile is tried anew, not waited for.
      timeout: 5_000,
      reconnectionDelay: PACE.delay,
      reconnectionDelayMax: PACE.most,
      randomizationFactor: PACE.chance,
      auth: (tell) => void Promise.resolve(who()).then(tell),
    });
    this.socket.on("connect", () => this.connected());
    this.socket.on("disconnect", (reason) => this.disconnected(reason));
    this.socket.on("leaving", () => this.leaving());
    this.socket.on("connect_error", (error) => this.notConnected(error.message));
    this.socket.io.on("open", () => this.socket.io.engine.on("packet", () => this.hear()));
    window.addEventListener("online", () => this.hurry());
    window.addEventListener("offline", () => this.fallSilent(true));
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState !== "visible") return;
      this.heard = performance.now(); // a page that slept heard nothing, and knows nothing by that
      this.hurry();
    });
    window.setInterval(() => this.listenFor(), LISTEN_EVERY);
  }

  get online(): boolean {
    return this.link.at === "online";
  }

  /** Hear each change of the line; the state of now comes at once. */
  onLink(tell: (link: Link) => void): () => void {
    this.listeners.add(tell);
    tell(this.link);
    return () => this.listeners.delete(tell);
  }

  /** Hear whether the server went silent: long before the line itself is given up, somebody who writes should know. */
  onSilence(tell: (silent: boolean) => void): void {
    this.hearers.add(tell);
  }

  /** Hear a message of the server. */
  on<Name extends keyof ToBrowser>(name: Name, tell: (message: ToBrowser[Name]) => void): () => void {
    const listen: (message: ToBrowser[Name]) => void = (message) => tell(message);
    this.socket.on<string>(name, listen);
    return () => this.socket.off<string>(name, listen);
  }

  /** Ask for something; `unknown` when the line is down or nothing came back in time. Nothing is kept to be sent later. */
  ask<Name extends keyof Asked>(
    name: Name,
    fields: Asked[Name],
    within = ANSWER_WITHIN,
  ): Promise<Taken<Name> | Refusal | NoAnswer> {
    return this.send(name, fields, within);
  }

  /** The same for a form: its command and its fields stand in the page, which the server made. */
  askForm(name: string, fields: Fields): Promise<Answer | NoAnswer> {
    return this.send(name, fields, ANSWER_WITHIN);
  }

  private async send<Taken extends { ok: true }>(
    name: string,
    fields: unknown,
    within: number,
  ): Promise<Taken | Refusal | NoAnswer> {
    if (!this.online) return NO_ANSWER;
    // From now on it should be heard; what was silent before says nothing about this.
    if (this.asking++ === 0 && !this.silent) this.heard = performance.now();
    try {
      return readAnswer<Taken>(await this.socket.timeout(within).emitWithAck(name, fields));
    } catch {
      return NO_ANSWER;
    } finally {
      this.asking -= 1;
    }
  }

  close(): void {
    this.socket.disconnect();
  }

  private hear(): void {
    this.heard = performance.now();
    if (this.silent) this.fallSilent(false);
  }

  private listenFor(): void {
    const most = this.asking > 0 ? SILENT_WHILE_ASKING : SILENT;
    if (this.online && !this.silent && performance.now() - this.heard > most) this.fallSilent(true);
  }

  private fallSilent(silent: boolean): void {
    this.silent = silent;
    for (const tell of this.hearers) tell(silent);
  }

  private connected(): void {
    this.hear();
    this.refusals = 0;
    this.updated();
    const again = this.wasOnline;
    this.wasOnline = true;
    this.move({ at: "online", again });
  }

  /** Nothing is sent any more from here; what was typed is kept, and goes when the line is back. */
  private leaving(): void {
    clearTimeout(this.update);
    this.update = setTimeout(() => {
      this.updated();
      if (this.link.at === "leaving") this.down();
    }, UPDATE_TAKES);
    this.setPace(PACE_OF_UPDATE);
    this.move({ at: "leaving" });
  }

  private updated(): void {
    clearTimeout(this.update);
    this.update = undefined;
    this.setPace(PACE);
  }

  private setPace({ delay, most, chance }: typeof PACE): void {
    this.socket.io.reconnectionDelay(delay);
    this.socket.io.reconnectionDelayMax(most);
    this.socket.io.randomizationFactor(chance);
  }

  private down(): void {
    if (this.update === undefined) this.move({ at: "lost", since: Date.now() });
  }

  private disconnected(reason: string): void {
    this.down();
    // Socket.IO does not return by itself after the server has closed the line.
    if (reason === "io server disconnect") this.tryAgain();
  }

  private notConnected(message: string): void {
    if (this.socket.active) {
      if (this.link.at !== "lost") this.down();
      return;
    }
    if (message === UPDATING) {
      this.leaving();
      this.tryAgain();
      return;
    }
    this.move({ at: "refused", why: message });
    this.tryAgain();
  }

  private tryAgain(): void {
    const wait = TRY_AGAIN[this.refusals++];
    if (wait === undefined) return;
    window.setTimeout(() => this.hurry(), wait / 2 + Math.random() * wait);
  }

  private hurry(): void {
    if (!this.socket.connected && this.wanted) this.socket.connect();
  }

  private get wanted(): boolean {
    return this.link.at !== "refused" || this.refusals < TRY_AGAIN.length;
  }

  private move(link: Link): void {
    this.link = link;
    for (const tell of this.listeners) tell(link);
  }
}
