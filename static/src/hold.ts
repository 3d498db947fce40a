/** What is kept apart is read while somebody holds: the words are fetched on press, and dropped on release. */

/** Milliseconds after which the words go, also when somebody still holds. */
const LONGEST = 20_000;

export function setUpHold(): void {
  for (const form of document.querySelectorAll<HTMLFormElement>("[data-hold]")) prepare(form);
}

function prepare(form: HTMLFormElement): void {
  const button = form.querySelector("button");
  const place = form.querySelector<HTMLElement>("[data-hold-words]");
  if (!button || !place) return;
  let held = false;
  let timer = 0;
  const drop = () => {
    held = false;
    window.clearTimeout(timer);
    place.replaceChildren();
  };
  const show = async () => {
    if (held) return;
    held = true;
    timer = window.setTimeout(drop, LONGEST);
    const said = await wordsOf(form);
    // Somebody who let go meanwhile sees nothing.
    if (held) place.replaceChildren(...said.map(paragraph));
  };
  place.replaceChildren();
  form.addEventListener("submit", (event) => event.preventDefault());
  button.addEventListener("pointerdown", () => void show());
  button.addEventListener("keydown", (event) => {
    if (event.key !== " " && event.key !== "Enter") return;
    event.preventDefault();
    void show();
  });
  button.addEventListener("contextmenu", (event) => event.preventDefault());
  for (const end of ["pointerup", "pointercancel", "pointerleave", "keyup", "blur"])
    button.addEventListener(end, drop);
  window.addEventListener("pagehide", drop);
  document.addEventListener("visibilitychange", drop);
}

async function wordsOf(form: HTMLFormElement): Promise<string[]> {
  try {
    const answer = await fetch(form.action, {
      method: "POST",
      body: new FormData(form),
      headers: { Accept: "application/json" },
    });
    const told = (await answer.json()) as { words?: string[]; sentence?: string };
    return told.words ?? [told.sentence ?? ""];
  } catch {
    return [];
  }
}

function paragraph(words: string): HTMLElement {
  const made = document.createElement("p");
  made.textContent = words;
  return made;
}
