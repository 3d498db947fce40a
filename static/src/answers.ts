/** What the server says back to a wish. Raw messages are read here; behind this file everything has a type. */

export type Accepted = { ok: true; [key: string]: unknown };

export type Refusal = {
  ok: false;
  code: string;
  /** A sentence in the reader's language. */
  message: string;
  /** Name of the form control that was wrong. */
  field?: string;
  /** Ready HTML in place of the message, for instance both versions of a conflict. */
  html?: string;
  /** Seconds to wait, when there were too many wishes. */
  retryAfter?: number;
};

export type Answer = Accepted | Refusal;

/** Nobody knows whether the wish was done: the line was down, or no answer came in time. */
export type NoAnswer = { ok: "unknown" };

export const NO_ANSWER: NoAnswer = { ok: "unknown" };

export type Fields = Record<string, unknown>;

export function isFields(raw: unknown): raw is Fields {
  return typeof raw === "object" && raw !== null && !Array.isArray(raw);
}

export function readAnswer(raw: unknown): Answer | NoAnswer {
  if (!isFields(raw)) return NO_ANSWER;
  if (raw.ok === true) return { ...raw, ok: true };
  return raw.ok === false ? readRefusal(raw) : NO_ANSWER;
}

export function readText(raw: unknown): string {
  return typeof raw === "string" ? raw : "";
}

function readRefusal(raw: Fields): Refusal {
  const refusal: Refusal = { ok: false, code: readText(raw.code), message: readText(raw.message) };
  if (typeof raw.field === "string") refusal.field = raw.field;
  if (typeof raw.html === "string") refusal.html = raw.html;
  if (typeof raw.retry_after === "number") refusal.retryAfter = raw.retry_after;
  return refusal;
}
