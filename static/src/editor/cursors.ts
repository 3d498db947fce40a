/** The others in this text: a caret with a dot in their colour, a soft ground under what they selected. */

import { type Extension, RangeSet, StateEffect, StateField } from "@codemirror/state";
import {
  Decoration,
  type DecorationSet,
  EditorView,
  GutterMarker,
  gutter,
  WidgetType,
} from "@codemirror/view";
import type { Person } from "../messages.ts";
import { remoteAuthor } from "./collab.ts";

export type Caret = { person: Person; anchor: number; head: number };

export const setCaret = StateEffect.define<Caret>();
export const dropCaret = StateEffect.define<string>();

const WHO = /^[a-z-]+$/;

/** The class that carries somebody's colour; the server names the kind of person, nothing else gets through. */
export function whoClass(who: string): string {
  return WHO.test(who) ? `rd-w-${who}` : "rd-w-anoniem";
}

type Carets = ReadonlyMap<string, Caret>;

const carets = StateField.define<Carets>({
  create: () => new Map(),
  update(old, transaction) {
    let next = old;
    if (transaction.docChanged) {
      const author = transaction.annotation(remoteAuthor);
      const moved = [...old].map(([id, caret]): [string, Caret] => {
        // Somebody's own letters push their caret along; those of others do not.
        const side = author === id ? 1 : -1;
        const move = (place: number) => transaction.changes.mapPos(place, side);
        return [id, { ...caret, anchor: move(caret.anchor), head: move(caret.head) }];
      });
      next = new Map(moved);
    }
    for (const effect of transaction.effects) {
      if (effect.is(setCaret))
        next = new Map(next).set(effect.value.person.id, within(effect.value, transaction.newDoc.length));
      if (effect.is(dropCaret)) next = new Map([...next].filter(([id]) => id !== effect.value));
    }
    return next;
  },
  provide: (field) => [
    EditorView.decorations.from(field, drawCarets),
    gutter({
      class: "rd-margin",
      side: "after",
      markers: (view) => drawMargin(view.state.field(field), view),
    }),
  ],
});

export function remoteCarets(): Extension {
  return carets;
}

class CaretMark extends WidgetType {
  constructor(private readonly who: string) {
    super();
  }
  override eq(other: CaretMark): boolean {
    return other.who === this.who;
  }
  override toDOM(): HTMLElement {
    const mark = document.createElement("span");
    mark.className = `rd-caret ${whoClass(this.who)}`;
    mark.setAttribute("aria-hidden", "true");
    return mark;
  }
  override ignoreEvent(): boolean {
    return true;
  }
}

/** The name stands in the margin, never on top of words. */
class MarginMark extends GutterMarker {
  constructor(private readonly people: Person[]) {
    super();
  }
  override eq(other: MarginMark): boolean {
    return this.key === other.key;
  }
  override toDOM(): HTMLElement {
    const box = document.createElement("span");
    box.className = "rd-margin__people";
    for (const person of this.people) {
      const avatar = document.createElement("span");
      avatar.className = `rd-avatar rd-avatar--s ${whoClass(person.who)}`;
      avatar.title = person.name;
      avatar.textContent = person.initials;
      box.append(avatar);
    }
    return box;
  }
  private get key(): string {
    return this.people.map((person) => person.id).join(" ");
  }
}

function drawCarets(all: Carets): DecorationSet {
  const marks = [...all.values()].flatMap(({ person, anchor, head }) => {
    const [from, to] = anchor < head ? [anchor, head] : [head, anchor];
    const caret = Decoration.widget({ widget: new CaretMark(person.who), side: 1 }).range(head);
    if (from === to) return [caret];
    return [Decoration.mark({ class: `rd-sel ${whoClass(person.who)}` }).range(from, to), caret];
  });
  return Decoration.set(marks, true);
}

function drawMargin(all: Carets, view: EditorView): RangeSet<GutterMarker> {
  const lines = new Map<number, Person[]>();
  for (const { person, head } of all.values()) {
    const line = view.state.doc.lineAt(Math.min(head, view.state.doc.length)).from;
    lines.set(line, [...(lines.get(line) ?? []), person]);
  }
  const marks = [...lines].map(([line, people]) => new MarginMark(people).range(line));
  return RangeSet.of(marks, true);
}

function within(caret: Caret, length: number): Caret {
  return { ...caret, anchor: Math.min(caret.anchor, length), head: Math.min(caret.head, length) };
}
