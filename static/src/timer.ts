/** How much time there still is, in whole minutes. It informs: no red, no sound. */

import { findAll, setText } from "./page.ts";

type Clock = { sent: string; ahead: number };

const MINUTE = 60_000;
const clocks = new WeakMap<HTMLElement, Clock>();

export function startTimers(): void {
  window.setInterval(showTimers, 1_000);
}

export function showTimers(): void {
  for (const timer of findAll("[data-timer]")) show(timer, restOf(timer));
}

/** Milliseconds that are left, by the server's clock. */
function restOf(timer: HTMLElement): number {
  const ends = Number(timer.dataset.ends);
  if ("frozen" in timer.dataset) return ends - Number(timer.dataset.now);
  return ends - (Date.now() + aheadOf(timer));
}

/** How far the server's clock is ahead of this one, measured once for each time the server wrote. */
function aheadOf(timer: HTMLElement): number {
  const sent = timer.dataset.now ?? "";
  const known = clocks.get(timer);
  if (known?.sent === sent) return known.ahead;
  const ahead = sent ? Number(sent) - Date.now() : 0;
  clocks.set(timer, { sent, ahead });
  return ahead;
}

function show(timer: HTMLElement, rest: number): void {
  if (!Number.isFinite(rest)) return;
  const words = timer.matches("[data-timer-words]") ? timer : timer.querySelector("[data-timer-words]");
  if (words) setText(words, sentenceFor(timer, rest));
  const ring = timer.querySelector("[data-timer-ring]");
  const share = Math.max(0, Math.min(100, (100 * rest) / (Number(timer.dataset.total) || 1)));
  const dashes = `${Math.round(share)} 100`;
  if (ring && ring.getAttribute("stroke-dasharray") !== dashes) ring.setAttribute("stroke-dasharray", dashes);
}

function sentenceFor(timer: HTMLElement, rest: number): string {
  if (rest <= 0) return timer.dataset.over ?? "";
  const minutes = Math.ceil(rest / MINUTE);
  const words = (minutes === 1 ? timer.dataset.one : timer.dataset.many) ?? "";
  return words.replace("{n}", String(minutes));
}
