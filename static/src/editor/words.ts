/** Which characters a shared text may hold; the server refuses the rest (rule C7 of its change sets). */

import { ChangeSet, type Text } from "@codemirror/state";

// Control characters but tab and newline, and the marks that turn the reading direction of what follows.
// biome-ignore lint/suspicious/noControlCharactersInRegex: naming the control characters is the point
const FORBIDDEN = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g;
// What ends a line in the programs people paste from.
// biome-ignore lint/suspicious/noControlCharactersInRegex: naming the control characters is the point
const LINE_ENDS = /\r\n|[\r\u000b\u000c\u0085\u2028\u2029]/g;
const HALF_PAIR = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

/** Words as the server takes them: lines end in \n, and what it would refuse is left out. */
export function cleanWords(words: string): string {
  return words.replace(LINE_ENDS, "\n").replace(FORBIDDEN, "").replace(HALF_PAIR, "");
}

export function oneLine(words: string): string {
  return words.replace(/\s*\n\s*/g, " ");
}

/**
 * The same change with clean words and with borders that never split a character (an emoji is two units: the
 * browser may report only its second half as changed). Returns the change itself when nothing is wrong with it.
 */
export function fitting(
  changes: ChangeSet,
  doc: Text,
  clean: (words: string) => string = cleanWords,
): ChangeSet {
  const pieces: { from: number; to: number; insert: string }[] = [];
  let same = true;
  changes.iterChanges((fromA, toA, _fromB, _toB, inserted) => {
    const raw = inserted.toString();
    const from = splitsPair(doc, fromA) ? fromA - 1 : fromA;
    const to = splitsPair(doc, toA) ? toA + 1 : toA;
    const insert = clean(doc.sliceString(from, fromA) + raw + doc.sliceString(toA, to));
    same &&= from === fromA && to === toA && insert === raw;
    pieces.push({ from, to, insert });
  }, true);
  return same ? changes : ChangeSet.of(pieces, doc.length);
}

/** The words a change would have added, for the person who sees it refused. */
export function addedWords(changes: ChangeSet): string {
  const added: string[] = [];
  changes.iterChanges((_fromA, _toA, _fromB, _toB, inserted) => {
    if (inserted.length > 0) added.push(inserted.toString());
  });
  return added.join("\n");
}

function splitsPair(doc: Text, place: number): boolean {
  if (place <= 0 || place >= doc.length) return false;
  return /[\ud800-\udbff][\udc00-\udfff]/.test(doc.sliceString(place - 1, place + 1));
}
