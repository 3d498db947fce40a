/** Quick exit: blank first, then tell the server, then go somewhere harmless. A click, or Shift three times. */

import { around, csrfToken, find } from "./page.ts";

const THREE_WITHIN = 1_500;

export function setUpExit(leaving: () => void): void {
  document.addEventListener("click", (event) => {
    const button = around(event, "[data-quick-exit]");
    if (!button) return;
    event.preventDefault();
    exit(button, leaving);
  });
  let presses: number[] = [];
  document.addEventListener(
    "keydown",
    (event) => {
      if (event.key !== "Shift") presses = [];
      else if (!event.repeat)
        presses = [...presses, event.timeStamp].filter((at) => event.timeStamp - at < THREE_WITHIN);
      const button = find("[data-quick-exit]");
      if (presses.length >= 3 && button) exit(button, leaving);
    },
    true,
  );
}

function exit(button: HTMLElement, leaving: () => void): void {
  const href = button.getAttribute("href") ?? "about:blank";
  const end = button.dataset.quickExitEnd;
  const body = new FormData();
  body.set("csrf_token", csrfToken());
  document.title = "\u200b";
  document.documentElement.replaceChildren();
  leaving();
  if (end) tellServer(end, body);
  try {
    sessionStorage.clear();
    localStorage.clear();
  } catch {
    // Storage may be switched off; there is nothing to clear then.
  }
  window.location.replace(href);
}

function tellServer(end: string, body: FormData): void {
  const headers = { "X-CSRFToken": String(body.get("csrf_token") ?? "") };
  try {
    void fetch(end, { method: "POST", body, headers, keepalive: true }).catch(() => undefined);
  } catch {
    navigator.sendBeacon(end, body);
  }
}
