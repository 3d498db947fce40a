/** What the server says back. Whether an answer came is found out here; its shape is the server's word (`messages.ts`). */

import type { Done, Refusal } from "./messages.ts";

export type Answer = Done | Refusal;

/** Nobody knows whether it was done: the line was down, or no answer came in time. */
export type NoAnswer = { ok: "unknown" };

export const NO_ANSWER: NoAnswer = { ok: "unknown" };

export type Fields = Record<string, unknown>;

export function isFields(raw: unknown): raw is Fields {
  return typeof raw === "object" && raw !== null && !Array.isArray(raw);
}

/** An answer to one kind of message (`Taken`), or a refusal. */
export function readAnswer<Taken extends { ok: true } = Done>(raw: unknown): Taken | Refusal | NoAnswer {
  return isFields(raw) && typeof raw.ok === "boolean" ? (raw as Taken | Refusal) : NO_ANSWER;
}
