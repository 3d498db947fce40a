/**
 * Several people in one process, led from outside: one JSON command a line on stdin, one JSON answer a line on stdout.
 *
 *   join   {people: [{name, url, cookie, hello, text, letters?, adds?, twice?}], seed}   until all are in
 *   storm  {who?}                    start typing at random         calm {}   stop it
 *   type   {who, words, pause}       at the end, letter by letter, also while the line is down
 *   paste  {who, words}              at the end, as one deed
 *   forget {}                        what came down the lines until now
 *   heard  {words}                   who received these words since then: {names}
 *   undo   {who}                     until there is nothing left to take back
 *   settle {within}                  until nothing is unsaved and all hold one version: {alike, missing}
 *   report {}                        what each of them has and knows
 */

import { createInterface } from "node:readline";
import { Person } from "./person.mjs";
import { seeded, Typist } from "./storm.mjs";

const people = new Map();
const typists = new Map();
const STEP = 20;

const commands = {
  async join({ people: wanted, seed, within = 15_000 }) {
    for (const [place, each] of wanted.entries()) {
      const chance = seeded(seed * 100 + place);
      const person = new Person(each, chance);
      people.set(each.name, person);
      typists.set(each.name, new Typist(person, each.letters ?? "abc", each, chance));
    }
    const all = await until(() => wanted.every(({ name }) => people.get(name).ready), within);
    return { all };
  },
  storm({ who = [...typists.keys()] }) {
    for (const name of who) typists.get(name).start();
  },
  calm() {
    for (const typist of typists.values()) typist.stop();
  },
  async type({ who, words, pause }) {
    const person = people.get(who);
    for (const letter of words) {
      person.edit({ from: person.state.doc.length, insert: letter });
      await rest(pause);
    }
  },
  paste({ who, words }) {
    const person = people.get(who);
    person.edit({ from: person.state.doc.length, insert: words });
  },
  forget() {
    for (const person of people.values()) person.heard = [];
  },
  heard({ words }) {
    const names = [...people.values()].filter((one) => one.heard.join("\n").includes(words));
    return { names: names.map(({ name }) => name) };
  },
  undo({ who }) {
    let steps = 0;
    while (steps < 100_000 && people.get(who).undo()) steps++;
    return { steps };
  },
  async settle({ within = 30_000 }) {
    const alike = await until(quiet, within);
    return { alike, missing: alike ? [] : [...people.values()].map(standing) };
  },
  report() {
    return { people: [...people.values()].map(report) };
  },
};

function quiet() {
  const all = [...people.values()];
  return all.every((one) => one.ready && one.client.settled) && new Set(all.map((one) => one.client.version)).size === 1;
}

function standing({ name, socket, client, unsaved }) {
  return { name, online: socket.connected, ready: client.ready, settled: client.settled, version: client.version, unsaved };
}

function report(person) {
  const { words, acknowledged, refusals, drops, told, doubles, wrong } = person;
  return { ...standing(person), words, acknowledged, refusals, drops, told, doubles, wrong };
}

async function until(true_, within) {
  for (const end = performance.now() + within; performance.now() < end; ) {
    if (true_()) return true;
    await rest(STEP);
  }
  return true_();
}

function rest(milliseconds) {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

for await (const line of createInterface({ input: process.stdin })) {
  const { do: name, ...given } = JSON.parse(line);
  const answer = await commands[name](given);
  process.stdout.write(`${JSON.stringify(answer ?? {})}\n`);
}
for (const person of people.values()) person.leave();
process.exit(0);
