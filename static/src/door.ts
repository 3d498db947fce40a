/** At the door: the secret behind the # of a link, and the field for a code of six digits. */

import { around, find, findAll } from "./page.ts";

const SECRET = /^#(?:t=)?([A-Za-z0-9_.~-]{6,200})$/;

export function setUpDoor(): void {
  takeSecret();
  document.addEventListener("input", (event) => {
    const field = around(event, "input[data-autosubmit-digits]");
    if (field instanceof HTMLInputElement) onlyDigits(field);
  });
}

/**
 * What follows the # never reaches a server by itself; the form says in which field it goes. A person joins by a tap;
 * a screen has nobody to tap.
 */
function takeSecret(): void {
  const form = find("form[data-join-fragment]");
  const secret = SECRET.exec(window.location.hash)?.[1];
  if (!(form instanceof HTMLFormElement) || secret === undefined) return;
  history.replaceState(null, "", window.location.pathname + window.location.search);
  const name = form.dataset.joinFragment || "token";
  const field = form.querySelector<HTMLInputElement>(`input[name="${CSS.escape(name)}"]`);
  if (!field) return;
  field.value = secret;
  form.hidden = false;
  for (const button of findAll("button[hidden]", form)) button.hidden = false;
  for (const typed of findAll("[data-join-typed]")) typed.hidden = true;
  if (document.body.dataset.surface === "screen") form.requestSubmit();
}

function onlyDigits(field: HTMLInputElement): void {
  const most = Number(field.dataset.autosubmitDigits) || 6;
  const caret = field.selectionStart ?? field.value.length;
  const before = digits(field.value.slice(0, caret));
  const all = digits(field.value).slice(0, most);
  if (all === field.value) return;
  field.value = all;
  const place = Math.min(before.length, all.length);
  field.setSelectionRange(place, place);
}

/** Digits of every script as 0 to 9: a keyboard may be Arabic, or write them full width. */
export function digits(raw: string): string {
  return [...raw].map(asDigit).join("");
}

function asDigit(raw: string): string {
  const sign = raw.normalize("NFKC"); // full-width and drawn digits are those of the keyboard
  if (sign >= "0" && sign <= "9") return sign;
  if (!/^\p{Nd}$/u.test(sign)) return "";
  // The ten digits of a script stand in a row: count back to the first.
  const code = sign.codePointAt(0) ?? 0;
  let zero = code;
  while (code - zero < 9 && /^\p{Nd}$/u.test(String.fromCodePoint(zero - 1))) zero -= 1;
  return String(code - zero);
}
