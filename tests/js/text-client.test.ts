import { history, undo, undoDepth } from "@codemirror/commands";
import { ChangeSet, EditorState, Transaction, type TransactionSpec } from "@codemirror/state";
import { describe, expect, test } from "vitest";
import { Chance, Clock, GOOD, refuse, Server, settle, Writer } from "./table.ts";

const BAD = { delay: 120, lost: 0.1, twice: 0.15 };
const SLOW = { delay: 800, lost: 0, twice: 0.1 };
const LETTERS = ["a", "b ", "é", "😀", "👨‍👩‍👧", "\n", "مرحبا", "**vet** ", "- "];

function table(seed: number, words = "Wat gaat er goed?") {
  const chance = new Chance(seed);
  const clock = new Clock();
  const server = new Server(words);
  const writer = (name: string, quality = GOOD) => new Writer(name, server, clock, chance, quality);
  return { chance, clock, server, writer };
}

/** A random change that, like an editor, never splits a character. */
function scribble(writer: Writer, chance: Chance): void {
  const words = [...writer.words];
  const start = chance.below(words.length + 1);
  const gone = chance.next() < 0.3 ? chance.below(Math.min(6, words.length - start + 1)) : 0;
  const at = words.slice(0, start).join("").length;
  const letters = chance.next() < 0.8 ? chance.oneOf(LETTERS) : "";
  if (letters || gone) writer.type(at, letters, words.slice(start, start + gone).join("").length);
}

function replayed(server: Server, words: string): string {
  let doc = EditorState.create({ doc: words }).doc;
  for (const entry of server.log) doc = ChangeSet.fromJSON(entry.changes).apply(doc);
  return doc.toString();
}

describe("everybody ends with the same text", () => {
  test.each(Array.from({ length: 40 }, (_, seed) => seed))("whatever the lines do (%i)", async (seed) => {
    const { chance, clock, server, writer } = table(seed);
    const writers = [
      writer("anna"),
      writer("sam"),
      writer("noor", BAD),
      writer("yusuf", BAD),
      writer("oma", SLOW),
    ];
    for (const each of writers) each.connect();
    await clock.pass(3_000);
    for (let step = 0; step < 150; step++) {
      const who = chance.oneOf(writers);
      if (who.client.version >= 0) scribble(who, chance);
      if (chance.next() < 0.03) who.online ? who.drop() : who.connect();
      await clock.pass(chance.below(120));
    }
    await settle(clock, writers);
    for (const each of writers) expect(each.words).toBe(server.doc.toString());
    expect(replayed(server, "Wat gaat er goed?")).toBe(server.doc.toString());
    expect(writers.flatMap(({ refusals }) => refusals)).toEqual([]);
    const sent = server.log.map(({ client, seq }) => `${client} ${seq}`);
    expect(new Set(sent).size).toBe(sent.length);
  });

  test("the slow one does not starve", async () => {
    const { chance, clock, server, writer } = table(7);
    const fast = [writer("anna"), writer("sam"), writer("noor")];
    const slow = writer("oma", SLOW);
    for (const each of [...fast, slow]) each.connect();
    await clock.pass(3_000);
    slow.type(0, "ik ook ");
    for (let step = 0; step < 60; step++) {
      for (const each of fast) scribble(each, chance);
      await clock.pass(50);
    }
    expect(server.log.some((entry) => entry.author.name === "oma")).toBe(true);
  });
});

describe("sending", () => {
  test("one change on its way; what is typed meanwhile goes as one", async () => {
    const { clock, server, writer } = table(1, "");
    const anna = writer("anna", { ...GOOD, delay: 200 });
    anna.connect();
    await clock.pass(1_000);
    for (const [place, letter] of [..."samen"].entries()) {
      anna.type(place, letter);
      await clock.pass(50);
    }
    await clock.pass(3_000);
    expect(server.doc.toString()).toBe("samen");
    expect(server.log.length).toBe(2);
  });

  test("a change sent twice counts once", async () => {
    const { clock, server, writer } = table(2, "");
    const anna = writer("anna", { delay: 10, lost: 0, twice: 1 });
    anna.connect();
    await clock.pass(500);
    anna.type(0, "een keer");
    await clock.pass(2_000);
    expect(server.doc.toString()).toBe("een keer");
    expect(server.log.length).toBe(1);
  });

  test("nothing is saved before the server said so", async () => {
    const { clock, writer } = table(3);
    const anna = writer("anna");
    anna.connect();
    await clock.pass(200);
    anna.type(0, "x");
    expect(anna.saved).toBe("busy");
    await clock.pass(300);
    expect(anna.saved).toBe("nothing");
  });

  test("words typed without a line wait, and go after catching up", async () => {
    const { clock, server, writer } = table(4, "");
    const [anna, sam] = [writer("anna"), writer("sam")];
    anna.connect();
    sam.connect();
    await clock.pass(200);
    anna.drop();
    anna.type(0, "van anna");
    sam.type(0, "van sam ");
    expect(anna.saved).toBe("waiting");
    await clock.pass(1_000);
    anna.connect();
    await clock.pass(1_000);
    expect(server.doc.toString()).toBe("van sam van anna");
    expect(anna.words).toBe(server.doc.toString());
    expect(anna.saved).toBe("nothing");
  });

  test("a pause holds words back, and lets them go afterwards", async () => {
    const { clock, server, writer } = table(5, "");
    const anna = writer("anna");
    anna.connect();
    await clock.pass(200);
    server.refusesChanges = refuse("paused");
    anna.type(0, "wacht");
    await clock.pass(2_000);
    expect(anna.saved).toBe("waiting");
    expect(anna.refusals).toEqual([]);
    server.refusesChanges = null;
    anna.client.hold(false);
    await clock.pass(1_000);
    expect(server.doc.toString()).toBe("wacht");
    expect(anna.saved).toBe("nothing");
  });

  test("a pause that is known holds them back without asking", async () => {
    const { clock, server, writer } = table(14, "");
    const anna = writer("anna");
    anna.connect();
    await clock.pass(200);
    anna.client.hold(true);
    anna.type(0, "wacht");
    await clock.pass(1_000);
    expect(server.log).toEqual([]);
    expect(anna.saved).toBe("waiting");
    anna.client.hold(false);
    await clock.pass(1_000);
    expect(server.doc.toString()).toBe("wacht");
  });

  test("the server goes for an update: the words stay, and go to the next", async () => {
    const { clock, server, writer } = table(6, "");
    const anna = writer("anna");
    anna.connect();
    await clock.pass(200);
    server.refusesChanges = { ...refuse("updating"), retry_after: 1 };
    anna.type(0, "rustig");
    await clock.pass(100);
    anna.client.disconnected();
    anna.type(6, " aan");
    await clock.pass(5_000);
    expect([server.doc.toString(), anna.words, anna.saved]).toEqual(["", "rustig aan", "waiting"]);
    server.refusesChanges = null;
    anna.connect();
    await clock.pass(2_000);
    expect([server.doc.toString(), anna.saved]).toEqual(["rustig aan", "nothing"]);
  });

  test("too many at once: later", async () => {
    const { clock, server, writer } = table(6, "");
    const anna = writer("anna");
    anna.connect();
    await clock.pass(200);
    server.refusesChanges = { ...refuse("rate_limited"), retry_after: 1 };
    anna.type(0, "rustig");
    await clock.pass(500);
    server.refusesChanges = null;
    await clock.pass(2_000);
    expect(server.doc.toString()).toBe("rustig");
  });
});

describe("no room", () => {
  test.each(["storage_full", "try_again"])(
    "tried until there is (%s); the sign says so, no word is given up",
    async (code) => {
      const { clock, server, writer } = table(5, "Rust. ");
      const anna = writer("anna");
      anna.connect();
      await clock.pass(200);
      server.refusesChanges = refuse(code);
      anna.type(6, "En meer.");
      await clock.pass(60_000);
      expect([anna.saved, anna.refusals.length, server.doc.toString()]).toEqual(["full", 0, "Rust. "]);
      server.refusesChanges = null;
      await clock.pass(5_000);
      expect([anna.saved, server.doc.toString()]).toEqual(["nothing", "Rust. En meer."]);
    },
  );
});

describe("much goes at once", () => {
  test("nothing goes before a yes; what others write meanwhile arrives", async () => {
    const { clock, server, writer } = table(7, "Noor sliep bij oma.");
    const [karim, anna] = [writer("karim"), writer("anna")];
    karim.connect();
    anna.connect();
    await clock.pass(200);
    server.asksFrom = 10;
    karim.type(0, "", 14);
    await clock.pass(500);
    karim.type(0, "Nee: ");
    anna.type(19, " En Sem ook.");
    await clock.pass(2_000);
    expect(karim.questions.length).toBe(1);
    expect(server.doc.toString()).toBe("Noor sliep bij oma. En Sem ook.");
    expect(karim.words).toBe("Nee:  oma. En Sem ook.");
    karim.questions[0]?.(true);
    await clock.pass(0);
    await clock.pass(1_000);
    expect(server.doc.toString()).toBe("Nee:  oma. En Sem ook.");
    expect([karim.words, anna.words]).toEqual([server.doc.toString(), server.doc.toString()]);
  });

  test("after a no the text stands there again, and what was typed stays with its writer", async () => {
    const { clock, server, writer } = table(7, "Noor sliep bij oma.");
    const karim = writer("karim");
    karim.connect();
    await clock.pass(200);
    server.asksFrom = 10;
    karim.type(0, "Weg", 19);
    await clock.pass(500);
    karim.questions[0]?.(false);
    await clock.pass(0);
    await clock.pass(1_000);
    expect([karim.words, server.doc.toString()]).toEqual(["Noor sliep bij oma.", "Noor sliep bij oma."]);
    expect(karim.refusals.map((one) => one.words)).toEqual(["Weg"]);
    expect(karim.saved).toBe("nothing");
  });

  test("one yes is for ten seconds, not for ever", async () => {
    const { clock, server, writer } = table(7, "Noor sliep bij oma, en Sem bij tante Iris.");
    const karim = writer("karim");
    karim.connect();
    await clock.pass(200);
    server.asksFrom = 10;
    karim.type(0, "", 12);
    await clock.pass(500);
    karim.questions[0]?.(true);
    await clock.pass(0);
    karim.type(0, "", 12);
    await clock.pass(500);
    expect([karim.questions.length, server.doc.length]).toEqual([1, 18]);
    await clock.pass(11_000);
    karim.type(0, "", 12);
    await clock.pass(500);
    expect([karim.questions.length, server.doc.length]).toEqual([2, 18]);
  });

  test("a line that breaks while it is asked loses neither the question nor the answer", async () => {
    const { clock, server, writer } = table(7, "Noor sliep bij oma.");
    const karim = writer("karim");
    karim.connect();
    await clock.pass(200);
    server.asksFrom = 10;
    karim.type(0, "", 14);
    await clock.pass(500);
    karim.drop();
    await clock.pass(500);
    karim.questions[0]?.(true);
    await clock.pass(0);
    karim.connect();
    await clock.pass(2_000);
    expect([karim.words, server.doc.toString()]).toEqual([" oma.", " oma."]);
    expect(karim.questions.length).toBe(1);
  });
});

describe("refused for good", () => {
  test("the person keeps the words and gets the server's text", async () => {
    const { clock, server, writer } = table(8, "Afspraak.");
    const anna = writer("anna");
    anna.connect();
    await clock.pass(200);
    server.refusesChanges = refuse("full", "De tekst is vol.");
    anna.type(9, " En nog iets.");
    await clock.pass(100);
    server.refusesChanges = null;
    await clock.pass(1_000);
    expect(anna.refusals).toEqual([{ refusal: refuse("full", "De tekst is vol."), words: " En nog iets." }]);
    expect(anna.words).toBe("Afspraak.");
    anna.type(0, "Eén: ");
    await clock.pass(1_000);
    expect(server.doc.toString()).toBe("Eén: Afspraak.");
  });

  test("a new epoch drops the old copy; unsent words are shown with the server's reason", async () => {
    const { clock, server, writer } = table(9, "Oud.");
    const anna = writer("anna");
    anna.connect();
    await clock.pass(200);
    server.renew();
    anna.type(4, " Nieuw.");
    anna.client.renewed();
    await clock.pass(1_000);
    expect(anna.refusals).toEqual([{ refusal: refuse("renewed"), words: " Nieuw." }]);
    expect(anna.words).toBe("Oud.");
    expect(anna.client.epoch).toBe(1);
  });

  test("after too long away nothing is merged in silence", async () => {
    const { clock, server, writer } = table(10, "Begin.");
    const [anna, sam] = [writer("anna"), writer("sam")];
    anna.connect();
    sam.connect();
    await clock.pass(200);
    anna.drop();
    anna.type(0, "van thuis ");
    sam.type(0, "x");
    await clock.pass(500);
    server.forgottenBefore = 1;
    anna.connect();
    await clock.pass(1_000);
    expect(anna.refusals.map(({ words }) => words)).toEqual(["van thuis "]);
    expect(anna.words).toBe(server.doc.toString());
    anna.type(0, "weer ");
    await clock.pass(1_000);
    expect(server.doc.toString()).toBe("weer xBegin.");
  });

  test("words after a change of unknown fate are not taken for that change", async () => {
    const { clock, server, writer } = table(15, "");
    const anna = writer("anna", { ...GOOD, delay: 100 });
    anna.connect();
    await clock.pass(1_000);
    anna.type(0, "eerst ");
    await clock.pass(130);
    // It arrives, but the line breaks before the answer; and then the log is no longer there to look in.
    anna.drop();
    await clock.pass(1_000);
    expect(server.doc.toString()).toBe("eerst ");
    server.forgottenBefore = 1;
    anna.connect();
    await clock.pass(1_000);
    anna.type(6, "daarna");
    await clock.pass(2_000);
    expect(server.doc.toString()).toBe("eerst daarna");
    expect(anna.words).toBe("eerst daarna");
  });

  test("two editors under one name: the words of the second stay with it, and all three end alike", async () => {
    const { clock, server, writer } = table(16, "Begin. ");
    const people = [writer("anna"), writer("sam"), writer("noor")];
    for (const each of people) each.connect();
    await clock.pass(500);
    const [anna] = people;
    if (!anna) throw new Error("nobody there");
    anna.type(7, "mijn woorden");
    // Somebody else wrote under the number that this change has, before it arrives.
    server.put(ChangeSet.of({ from: 0, insert: "anders " }, server.doc.length), "c0", 0, "anna");
    await settle(clock, people);
    expect(server.doc.toString()).toBe("anders Begin. ");
    for (const each of people) expect(each.words).toBe(server.doc.toString());
    expect(anna.refusals.map(({ words }) => words)).toEqual(["mijn woorden"]);
    anna.type(0, "Nu: ");
    await settle(clock, people);
    for (const each of people) expect(each.words).toBe("Nu: anders Begin. ");
  });

  test("who cannot prove having been there gets the text of now", async () => {
    const { clock, server, writer } = table(17, "Rust");
    const [anna, sam] = [writer("anna"), writer("sam")];
    anna.connect();
    sam.connect();
    await clock.pass(500);
    expect(server.open({ epoch: 0, version: 0, client: "c1", mark: "" })).toMatchObject({ changes: [] });
    anna.type(4, " geheim");
    await clock.pass(500);
    expect(server.open({ epoch: 0, version: 0, client: "c1", mark: "" })).toMatchObject({
      words: "Rust geheim",
    });
    anna.drop();
    sam.type(0, "In ");
    await clock.pass(500);
    anna.type(11, "!");
    anna.connect();
    await settle(clock, [anna, sam]);
    expect([server.doc.toString(), anna.words, anna.refusals]).toEqual([
      "In Rust geheim!",
      "In Rust geheim!",
      [],
    ]);
  });

  test("what was typed and taken back at once is no change; nor is what others took first", async () => {
    const { clock, server, writer } = table(18, "een twee");
    const [anna, sam] = [writer("anna"), writer("sam")];
    anna.connect();
    sam.connect();
    await clock.pass(500);
    anna.type(0, "x");
    anna.client.edit(ChangeSet.of({ from: 0, to: 1 }, anna.words.length));
    await clock.pass(500);
    expect([server.log.length <= 2, anna.words, anna.saved]).toEqual([true, "een twee", "nothing"]);
    anna.drop();
    anna.client.edit(ChangeSet.of({ from: 3, to: 8 }, 8));
    sam.client.edit(ChangeSet.of({ from: 3, to: 8 }, 8));
    await clock.pass(500);
    anna.connect();
    await settle(clock, [anna, sam]);
    anna.type(3, "!");
    await settle(clock, [anna, sam]);
    expect([anna.words, sam.words, server.doc.toString()]).toEqual(["een!", "een!", "een!"]);
    expect([...anna.refusals, ...sam.refusals]).toEqual([]);
  });

  test("no right any more: nothing is tried again", async () => {
    const { clock, server, writer } = table(11);
    const anna = writer("anna");
    anna.connect();
    await clock.pass(200);
    server.refusesAll = refuse("forbidden");
    anna.type(0, "x");
    await clock.pass(1_000);
    server.refusesAll = null;
    anna.connect();
    await clock.pass(1_000);
    expect(server.log).toEqual([]);
    expect(anna.refusals[0]?.words).toBe("x");
  });
});

describe("carets", () => {
  test("a caret of an older version comes out where it belongs", async () => {
    const { clock, writer } = table(12, "een twee");
    const [anna, sam] = [writer("anna"), writer("sam")];
    anna.connect();
    sam.connect();
    await clock.pass(200);
    const version = sam.client.version;
    anna.type(0, "nul ");
    await clock.pass(500);
    expect(sam.client.fromShared(4, version, "oma")).toBe(8);
    sam.type(0, "en ");
    expect(sam.client.fromShared(4, version, "oma")).toBe(11);
    expect(sam.client.toShared(11)).toBe(8);
  });

  test("a caret from before this text is left out", async () => {
    const { clock, server, writer } = table(13, "");
    server.put(ChangeSet.of({ from: 0, insert: "x" }, 0), "elders", 0, "oma");
    const anna = writer("anna");
    anna.connect();
    await clock.pass(200);
    expect(anna.client.fromShared(0, 0, "oma")).toBe(null);
  });
});

describe("undo", () => {
  test.each([21, 22, 23, 24, 25, 26])("takes back only one's own words (%i)", async (seed) => {
    const { chance, clock, server, writer } = table(seed, "");
    const people = ["anna", "sam", "noor"].map((name) => onScreen(writer(name)));
    for (const { writer: each } of people) each.connect();
    await clock.pass(500);
    for (let step = 0; step < 60; step++) {
      const who = chance.oneOf(people);
      const at = chance.below(who.state().doc.length + 1);
      who.dispatch({ changes: { from: at, insert: who.writer.name.slice(0, 1) } });
      await clock.pass(chance.below(90));
    }
    const [anna] = people;
    while (anna && undoDepth(anna.state()) > 0) {
      undo({ state: anna.state(), dispatch: anna.take });
      await clock.pass(30);
    }
    await settle(
      clock,
      people.map(({ writer: each }) => each),
    );
    const words = server.doc.toString();
    expect(words).not.toContain("a");
    expect(words.length).toBe(
      server.log
        .filter(({ author }) => author.name !== "anna")
        .reduce((sum, { changes }) => sum + added(changes), 0),
    );
    for (const { writer: each, state } of people) {
      expect(each.words).toBe(words);
      expect(state().doc.toString()).toBe(words);
    }
  });
});

function added(changes: unknown): number {
  const set = ChangeSet.fromJSON(changes);
  return set.newLength - set.length;
}

/** A writer with an editor's state and its undo, without a screen. */
function onScreen(writer: Writer) {
  let state = EditorState.create({ extensions: history() });
  const take = (transaction: Transaction) => {
    state = transaction.state;
    if (transaction.docChanged) writer.client.edit(transaction.changes);
  };
  writer.seen = (changes) => {
    if (!changes) state = EditorState.create({ doc: writer.client.doc, extensions: history() });
    else
      state = state.update({
        changes,
        annotations: [Transaction.addToHistory.of(false), Transaction.remote.of(true)],
      }).state;
  };
  return { writer, state: () => state, take, dispatch: (spec: TransactionSpec) => take(state.update(spec)) };
}
