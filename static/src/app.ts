/** The start of every page: which behaviours it has is read from its attributes. */

import { setUpAsked } from "./asked.ts";
import { setUpBoard } from "./board.ts";
import { setUpCopy } from "./copy.ts";
import { proof, setUpDevice } from "./device.ts";
import { setUpDoor } from "./door.ts";
import { setUpEmergency, setUpNews } from "./emergency.ts";
import { setUpExit } from "./exit.ts";
import { setUpGlossary } from "./glossary.ts";
import { setUpHold } from "./hold.ts";
import { setUpLeaving } from "./leaving.ts";
import { Live, onMorphed } from "./live.ts";
import { setUpMap } from "./map.ts";
import type { Hello, Kind } from "./messages.ts";
import { csrfToken, find, findAll } from "./page.ts";
import { setUpPasskeys } from "./passkey.ts";
import { type Line, Saved, showSaved } from "./saved.ts";
import { setUpScreen } from "./screen.ts";
import { setUpSecond, Tabs } from "./second.ts";
import { cameAs, Session, setUpBack, shut } from "./session.ts";
import { setUpStatements } from "./statements.ts";
import { showTimers, startTimers } from "./timer.ts";
import { announce } from "./toast.ts";
import { Texts } from "./touch.ts";
import { Wire } from "./wire.ts";
import { Wishes } from "./wishes.ts";
import { Writers } from "./writers.ts";

/** Milliseconds without a line before the page says so: a change of mast is not worth a word. */
const LOST_FOR = 2_000;

const tabs = new Tabs();

/** Milliseconds after which a page that is still here did not go: somebody stopped it, or kept it for their words. */
const GOES_WITHIN = 30_000;

/** A page that is on its way goes on: whoever is let in loses the waiting room, and that may not send them out. */
let going = false;
function go(away: () => void): void {
  if (going) return;
  going = true;
  setTimeout(() => {
    going = false;
  }, GOES_WITHIN);
  away();
}

function reload(): void {
  go(() => window.location.reload());
}

function start(): void {
  const saved = new Saved(showSaved);
  const wire = document.body.dataset.socket ? new Wire(whoProves) : null;
  const leave = (href: string) =>
    go(() => {
      saved.leave();
      window.location.replace(href);
    });
  const as = cameAs();
  const session = as ? new Session(as, (href) => leaveEmpty(leave, href)) : null;
  if (as === "account" && wire === null) listenAtDesk(leave, session);
  const texts: Texts = new Texts(() => (wire ? { wire, saved, live } : null));
  const live = new Live(texts, announce, (href) => {
    if (!saved.unsaved) leave(href);
  });
  new Wishes(wire, saved, live);
  if (wire) {
    listen(wire, live, saved, leave);
    listenForEnd(wire, leave, session);
    setUpSecond(wire, tabs);
    setUpMap(wire, live);
    setUpBoard(live);
  }
  setUpLeaving(saved);
  setUpExit(() => {
    saved.leave();
    session?.tellTabs();
    wire?.close();
  });
  setUpBack();
  setUpGlossary();
  setUpPasskeys(); // before the key of this browser is filled in
  setUpDevice();
  setUpDoor();
  setUpCopy();
  setUpHold();
  setUpScreen();
  setUpStatements(live);
  setUpAsked(live);
  onMorphed(() => {
    mirrorPause();
    showSaved(saved.state);
    showTimers();
  });
  startTimers();
  document.documentElement.dataset.script = "on";
}

/** The same, with the proof that this is the browser that signed in. */
async function whoProves(): Promise<Hello> {
  const tab = cameAs() === "guest" ? tabs.greet() : "";
  return {
    ...whoIsHere(),
    tab,
    proof: cameAs() === "account" ? await proof() : "",
  };
}

/** Who this page is for, read anew for each connection: the page may have moved on meanwhile. */
function whoIsHere(): Hello {
  const { socket, meeting, part, region, view } = document.body?.dataset ?? {};
  return {
    as: socket as Kind,
    meeting: meeting || null,
    part: part || null,
    region: region || null,
    view: view || "table",
    csrf: csrfToken(),
    proof: "",
    tab: "",
    emergency: document.body?.dataset.emergency ?? null,
  };
}

/** A page at a desk: its line only hears that the session is over. */
async function atDesk(): Promise<Hello> {
  return { ...(await whoProves()), as: "desk" as Kind };
}

/** Only while somebody sees the page: a house full of open tabs would take the lines of those who sit at a table. */
function listenAtDesk(leave: (href: string) => void, session: Session | null): void {
  const wire = new Wire(atDesk);
  listenForEnd(wire, leave, session);
  setUpEmergency(wire, leave);
  setUpNews(wire);
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") wire.close();
  });
}

function listenForEnd(wire: Wire, leave: (href: string) => void, session: Session | null): void {
  wire.on("gone", ({ href }) => leaveEmpty(leave, href || "/"));
  wire.onLink((link) => {
    if (link.at === "refused") session?.doubt();
  });
}

/** What ended is empty at once; where one goes from there comes after. */
function leaveEmpty(leave: (href: string) => void, href: string): void {
  shut();
  leave(href);
}

function listen(wire: Wire, live: Live, saved: Saved, leave: (href: string) => void): void {
  wire.on("fragments", (fragments) => live.receive(fragments));
  wire.on("renew", () => live.renew());
  const writers = new Writers();
  wire.on("text:writing", (sign) => writers.receive(sign));
  wire.on("admitted", ({ href }) => leave(href || "/"));
  let lost: ReturnType<typeof setTimeout> | undefined;
  let letIn = false;
  wire.onSilence((silent) => {
    if (silent || wire.online) showLine(saved, silent ? "lost" : "up");
  });
  wire.onLink((link) => {
    clearTimeout(lost);
    if (link.at === "online") {
      letIn = true;
      showLine(saved, "up");
      backOnLine(link.again, live, saved);
    } else if (link.at === "leaving") {
      showLine(saved, "updating");
    } else if (link.at !== "connecting") {
      lost = setTimeout(() => showLine(saved, "lost"), LOST_FOR);
      // Let in before and not any more: a fresh page says why, in the server's words.
      if (link.at === "refused" && letIn && !saved.unsaved) reload();
    }
  });
}

function showLine(saved: Saved, line: Line): void {
  if (document.body === null) return; // a quick exit took the page away
  saved.line(line);
  document.body.dataset.link = line === "up" ? "online" : "lost";
  for (const element of findAll("[data-when-lost]")) element.hidden = line === "up";
}

function backOnLine(again: boolean, live: Live, saved: Saved): void {
  if (again && find("[data-reload-on-reconnect]") && !saved.unsaved) reload();
  else void live.refresh();
}

/** The sign of a pause comes inside a fragment; styles and editors look at the body. Behind it nothing can be reached. */
let mirrored = false;
let before: Element | null = null;
function mirrorPause(): void {
  if (document.body === null) return;
  const sign = document.querySelector("body [data-paused]");
  if (sign === null && !mirrored) return;
  if (sign && !mirrored) before = document.activeElement;
  document.body.toggleAttribute("data-paused", sign !== null);
  for (const element of findAll("main, nav, aside"))
    if (!sign?.contains(element)) element.inert = sign !== null;
  if (sign && !mirrored) find("[tabindex]", sign as HTMLElement)?.focus();
  // An editor opens up again in the same moment; only then can it take the focus.
  const back = before;
  if (!sign && back instanceof HTMLElement) requestAnimationFrame(() => back.focus());
  mirrored = sign !== null;
}

start();
