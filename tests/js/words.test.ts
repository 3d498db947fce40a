import { ChangeSet, Text } from "@codemirror/state";
import { describe, expect, test } from "vitest";
import { addedWords, cleanWords, fitting, oneLine } from "../../static/src/editor/words.ts";
import { startAt } from "../../static/src/touch.ts";

describe("clean words", () => {
  test.each([
    ["een\r\ntwee\rdrie", "een\ntwee\ndrie"],
    ["a\u0000b\u0007c", "abc"],
    [
      "Word\u000bzachte regel\u000cblad\u0085volgende\u2028regel\u2029alinea",
      "Word\nzachte regel\nblad\nvolgende\nregel\nalinea",
    ],
    ["\tinspringen", "\tinspringen"],
    ["\u202eomgekeerd\u202c \u2066los\u2069", "omgekeerd los"],
    ["half \ud83d en heel 😀", "half  en heel 😀"],
    ["👨‍👩‍👧 مرحبا", "👨‍👩‍👧 مرحبا"],
  ])("%j", (raw, clean) => expect(cleanWords(raw)).toBe(clean));

  test("one line stays one line", () => expect(oneLine("bel \n oma")).toBe("bel oma"));
});

describe("a change that fits", () => {
  const doc = Text.of(["a😀b"]);

  test("is left alone when nothing is wrong", () => {
    const change = ChangeSet.of({ from: 1, to: 3, insert: "c" }, 4);
    expect(fitting(change, doc)).toBe(change);
  });

  test("never splits a character", () => {
    // A browser that compares texts finds that 😀 and 😁 share their first half.
    const change = fitting(ChangeSet.of({ from: 2, to: 3, insert: "\ude01" }, 4), doc);
    expect(change.apply(doc).toString()).toBe("a😁b");
    expect(change.toJSON()).toEqual([1, [2, "😁"], 1]);
  });

  test("loses what the server would refuse", () => {
    const change = fitting(ChangeSet.of({ from: 4, insert: "\u0000x\u202e" }, 4), doc);
    expect(change.apply(doc).toString()).toBe("a😀bx");
  });
});

test("the words of a refused change", () => {
  const change = ChangeSet.of(
    [
      { from: 0, insert: "eerst " },
      { from: 4, to: 6 },
      { from: 9, insert: " dan" },
    ],
    9,
  );
  expect(addedWords(change)).toBe("eerst \n dan");
});

describe("where to begin after a click", () => {
  const words = "## Kop\n\nEen **vette** zin.";
  test("behind the words before it", () => expect(startAt(words, { before: "Een " })).toBe(12));
  test("also when there are signs in between", () =>
    expect(startAt(words, { before: "Een vette" })).toBe(19));
  test("at the end otherwise", () => expect(startAt(words, null)).toBe(words.length));
});
