/**
 * One question a screen: a tap sends the answer, then stands what was said with a way to change it, and only a next tap
 * brings the next question. Until then nothing takes the question away from under a thumb.
 */

import { keep, type Live, onMorphed } from "./live.ts";
import { around, find, findAll, setText } from "./page.ts";
import { ACCEPTED } from "./wishes.ts";

export function setUpAsked(live: Live): void {
  let tapped: HTMLElement | null = null;
  document.addEventListener(
    "submit",
    (event) => {
      const question = around(event, "[data-asked]");
      if (!question) return;
      tapped = event.submitter;
      hold(question);
    },
    true,
  );
  document.addEventListener(ACCEPTED, (event) => {
    const question = around(event, "[data-asked]");
    if (question && tapped) showSaid(question, tapped);
  });
  onMorphed(showElsewhere);
  document.addEventListener("click", (event) => {
    const change = around(event, "[data-asked-change]")?.closest<HTMLElement>("[data-asked]");
    if (change) showQuestion(change);
    const next = around(event, "[data-asked-next]")?.closest<HTMLElement>("[data-hold]");
    if (next) void goOn(next, live);
  });
}

/** The way to the question about what is on the wall, unless that is the question that stands here. */
function showElsewhere(): void {
  for (const link of findAll("[data-asked-elsewhere]"))
    link.hidden = document.getElementById(link.dataset.askedElsewhere ?? "") !== null;
}

function hold(question: HTMLElement): void {
  const holder = question.closest<HTMLElement>("[data-hold]");
  if (holder) keep(holder);
}

function showSaid(question: HTMLElement, tapped: HTMLElement): void {
  const words = find("[data-asked-words]", question);
  if (words && "tap" in tapped.dataset) setText(words, tapped.textContent?.trim() ?? "");
  const again = question.querySelector<HTMLButtonElement>("button[data-tap-again]");
  if (again && tapped instanceof HTMLButtonElement && "tap" in tapped.dataset) again.value = tapped.value;
  turn(question, true);
  find("[data-asked-said] h2", question)?.focus();
}

function showQuestion(question: HTMLElement): void {
  turn(question, false);
  find("[tabindex]", question)?.focus();
}

function turn(question: HTMLElement, said: boolean): void {
  for (const part of findAll("[data-asked-now]", question)) part.hidden = said;
  for (const part of findAll("[data-scripted], [data-tap-again]", question)) part.hidden = !said;
  question.classList.toggle("is-said", said);
}

async function goOn(holder: HTMLElement, live: Live): Promise<void> {
  await live.next(holder);
  window.scrollTo(0, 0);
  find("[data-asked] [tabindex], [data-fragment=main] h1")?.focus();
}
