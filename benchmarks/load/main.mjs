/**
 * The load: everybody joins, writers type at a human pace, and the ledger is written to stdout as the last line.
 * Other lines tell the orchestrator where we are: {"at": "joined" | "from" | "to"}; it reads the server's figures then.
 */

import { createReadStream } from "node:fs";
import { createInterface } from "node:readline";
import { monitorEventLoopDelay } from "node:perf_hooks";
import { clock, Ledger } from "./ledger.mjs";

/** Milliseconds between two keys of one writer: 5 a second on the mean, never in step with the others. */
const KEY = { least: 100, most: 300 };
const JOIN_WITHIN = 60_000;
const QUIET_WITHIN = 15_000;
const STEP = 20;

export async function main(Visitor) {
  const plan = JSON.parse(await firstLine());
  const ledgers = plan.places.map(() => new Ledger(plan.writers));
  const visitors = plan.places.flatMap((place, table) => seated(Visitor, plan, place, ledgers[table]));
  if (!(await until(() => visitors.every((one) => one.ready), JOIN_WITHIN))) throw new Error("not everybody got in");
  await rest(plan.settle);
  tell({ at: "joined", connections: visitors.length });
  await untilNext();

  const writers = visitors.filter((one) => one.kind === "writer");
  // Each in the own line; the lines are alike.
  for (const one of writers) one.begin(lineEnd(plan.places[0].words, one.number));
  const stop = writers.map((one, place) => type(one, seeded(plan.seed + place)));
  await rest(plan.warm);
  const [load, lag] = [process.cpuUsage(), monitorEventLoopDelay({ resolution: 5 })];
  lag.enable();
  for (const ledger of ledgers) ledger.from = clock();
  tell({ at: "from" });
  await rest(plan.measure);
  for (const ledger of ledgers) ledger.to = clock();
  tell({ at: "to" });
  lag.disable();
  const { user, system } = process.cpuUsage(load);
  for (const one of stop) one();
  const quiet = await until(() => visitors.every((one) => one.settled), QUIET_WITHIN);
  await rest(500);
  await tell({
    at: "done",
    quiet,
    sends: sum(writers, (one) => one.sends ?? one.taken),
    resends: sum(writers, (one) => one.resends ?? 0),
    keys: sum(ledgers, (ledger) => ledger.keys),
    delivered: sum(ledgers, (ledger) => ledger.delivered),
    spans: merged(ledgers),
    window: { from: ledgers[0].from, to: ledgers[0].to },
    kept: writers.flatMap((one) => one.kept ?? []),
    generator: { cpu: (user + system) / 1e6, lagP99: lag.percentile(99) / 1e6 },
  });
  for (const one of visitors) one.leave();
  process.exit(0);
}

/** The first `writers` seats type, the next `editors` only have the text open, then readers; with a screen it is last. */
function seated(Visitor, plan, place, ledger) {
  return place.seats.map((seat, number) => {
    const last = plan.shared_screen && number === place.seats.length - 1;
    const open = number < plan.writers ? "writer" : number < plan.writers + plan.editors ? "editor" : "reader";
    return new Visitor({ url: plan.url, seat, text: place.text, words: place.words, kind: last ? "screen" : open, number, ledger });
  });
}

function type(visitor, chance) {
  let timer;
  const next = () => {
    timer = setTimeout(() => {
      visitor.press();
      next();
    }, KEY.least + chance() * (KEY.most - KEY.least));
  };
  next();
  return () => clearTimeout(timer);
}

function sum(things, count) {
  return things.reduce((sofar, thing) => sofar + count(thing), 0);
}

function lineEnd(words, number) {
  return words.split("\n").slice(0, number + 1).join("\n").length;
}

function merged(ledgers) {
  const all = {};
  for (const { spans } of ledgers) {
    for (const [name, values] of Object.entries(spans)) all[name] = [...(all[name] ?? []), ...values];
  }
  return all;
}

function seeded(seed) {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 4_294_967_296;
  };
}

async function until(done, within) {
  for (const end = clock() + within; clock() < end; ) {
    if (done()) return true;
    await rest(STEP);
  }
  return done();
}

function rest(milliseconds) {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

/** Resolves when it is out: a pipe takes 64 kB at once, and the process must not end before the rest. */
function tell(what) {
  return new Promise((resolve) => process.stdout.write(`${JSON.stringify(what)}\n`, resolve));
}

const lines = createInterface({ input: createReadStream(null, { fd: 0, autoClose: false }) })[Symbol.asyncIterator]();

async function firstLine() {
  return (await lines.next()).value;
}

function untilNext() {
  return lines.next();
}
