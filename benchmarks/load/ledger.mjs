/**
 * When each key was pressed and when it was seen, acknowledged and kept. The clock is the machine's monotonic one, in
 * milliseconds, the same in every process. Writer w types only LETTERS[w], so counting letters tells which keys
 * somebody has seen, whichever way they came: as a change, inside rendered HTML, or in a shared document.
 */

export const LETTERS = "αβγδεζηθικλμ";

export function clock() {
  return Number(process.hrtime.bigint()) / 1e6;
}

export class Ledger {
  /** Only keys pressed between `from` and `to` count. */
  constructor(writers) {
    this.pressed = Array.from({ length: writers }, () => []);
    this.from = Number.POSITIVE_INFINITY;
    this.to = Number.POSITIVE_INFINITY;
    this.spans = { editor: [], reader: [], screen: [], acknowledged: [] };
    this.delivered = 0;
  }

  press(writer) {
    return this.pressed[writer].push(clock());
  }

  /** This observer of a kind has now seen so many keys of a writer; `seen` is its memory. */
  saw(kind, seen, writer, count) {
    const now = clock();
    for (let key = seen[writer] ?? 0; key < count; key++) {
      if (!this.counts(this.pressed[writer][key])) continue;
      this.spans[kind].push(now - this.pressed[writer][key]);
      this.delivered++;
    }
    seen[writer] = Math.max(seen[writer] ?? 0, count);
  }

  acknowledged(writer, from, to) {
    const now = clock();
    for (let key = from; key < to; key++) {
      if (this.counts(this.pressed[writer][key])) this.spans.acknowledged.push(now - this.pressed[writer][key]);
    }
  }

  counts(at) {
    return at >= this.from && at < this.to;
  }

  get keys() {
    return this.pressed.flat().filter((at) => this.counts(at)).length;
  }
}

/** How often each writer's letter stands in these words, added to `counts`. */
export function countLetters(words, counts) {
  for (const letter of words) {
    const writer = LETTERS.indexOf(letter);
    if (writer >= 0) counts[writer] = (counts[writer] ?? 0) + 1;
  }
  return counts;
}
