/** People who type at random in one text, each with letters of their own, so that every letter shows who wrote it. */

/** A small seeded generator (mulberry32): the same seed types the same. */
export function seeded(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Above this many units people take away more than they add. */
const LONG = 2_500;
/** Where everybody comes to write: the first letters of the text. */
const BUSY_PLACE = 25;
const PAUSE = { least: 15, most: 220 };

export class Typist {
  /** `adds`: only ever adds letters, and takes back what it added. */
  constructor(person, letters, { adds = false } = {}, chance) {
    Object.assign(this, { person, letters: [...letters], adds, chance });
    this.place = 0;
  }

  start() {
    this.typing = true;
    this.next();
  }

  stop() {
    this.typing = false;
    clearTimeout(this.timer);
  }

  next() {
    const wait = PAUSE.least + this.chance() ** 2 * (PAUSE.most - PAUSE.least);
    this.timer = setTimeout(() => {
      if (!this.typing) return;
      if (this.person.client.epoch >= 0) this.act();
      this.next();
    }, wait);
  }

  act() {
    const luck = this.chance();
    const length = this.person.state.doc.length;
    if (luck < 0.08) this.person.undo();
    else if (luck < 0.11) this.person.redo();
    else if (!this.adds && length > 0 && luck < (length > LONG ? 0.8 : 0.3)) this.remove(length);
    else this.insert(length);
  }

  insert(length) {
    const from = this.between(this.somewhere(length));
    const words = this.some(this.letters, 1 + this.below(4)).join("");
    this.person.edit({ from, insert: words });
    this.place = from + words.length;
  }

  remove(length) {
    const from = this.between(this.somewhere(length));
    const to = this.between(Math.min(length, from + 1 + this.below(6)));
    this.person.edit({ from, to, insert: this.chance() < 0.2 ? this.some(this.letters, 2).join("") : "" });
  }

  /** Mostly where this person was writing, often where everybody is, sometimes anywhere. */
  somewhere(length) {
    const luck = this.chance();
    if (luck < 0.5) return Math.min(this.place, length);
    return this.below(1 + (luck < 0.8 ? Math.min(BUSY_PLACE, length) : length));
  }

  /** The place itself, or the next one when it lies within a character of two units: no caret can stand there. */
  between(place) {
    return /^[\ud800-\udbff][\udc00-\udfff]$/.test(this.person.state.sliceDoc(place - 1, place + 1)) ? place + 1 : place;
  }

  some(letters, count) {
    return Array.from({ length: count }, () => letters[this.below(letters.length)]);
  }

  below(count) {
    return Math.floor(this.chance() * count);
  }
}
