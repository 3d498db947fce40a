/** New things are said in one polite place, at most one sentence in five seconds. */

import { find, setText } from "./page.ts";

const PAUSE = 5_000;
const SHOWN = 8_000;
const AT_MOST = 3;

let waiting: string[] = [];
let timer: ReturnType<typeof setTimeout> | undefined;
let hide: ReturnType<typeof setTimeout> | undefined;

export function announce(words: string): void {
  if (!words || waiting.includes(words)) return;
  waiting = [...waiting, words].slice(-AT_MOST);
  if (timer === undefined) next();
}

function next(): void {
  const words = waiting.shift();
  timer = words === undefined ? undefined : setTimeout(next, PAUSE);
  if (words !== undefined) say(words);
}

function say(words: string): void {
  const toast = find("[data-toast]");
  if (!toast) return;
  setText(toast, words);
  toast.classList.add("is-shown");
  clearTimeout(hide);
  hide = setTimeout(() => {
    toast.classList.remove("is-shown");
    setText(toast, "");
  }, SHOWN);
}
