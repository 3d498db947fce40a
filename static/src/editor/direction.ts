/** A line that is written from right to left stands so, whatever the language of the page. */

import type { Extension, Range } from "@codemirror/state";
import { Decoration, type DecorationSet, EditorView, ViewPlugin, type ViewUpdate } from "@codemirror/view";

/** Letters of Hebrew, Arabic, Syriac, Thaana, N'Ko and their like. */
const RIGHT_TO_LEFT = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/;
const OWN = Decoration.line({ attributes: { dir: "auto" } });

export function ownDirections(): Extension {
  return [
    EditorView.perLineTextDirection.of(true),
    ViewPlugin.fromClass(Directions, { decorations: (plugin) => plugin.lines }),
  ];
}

class Directions {
  lines: DecorationSet;

  constructor(view: EditorView) {
    this.lines = turned(view);
  }

  update(update: ViewUpdate): void {
    if (update.docChanged || update.viewportChanged) this.lines = turned(update.view);
  }
}

function turned(view: EditorView): DecorationSet {
  const found: Range<Decoration>[] = [];
  for (const { from, to } of view.visibleRanges) {
    for (let place = from; place <= to; ) {
      const line = view.state.doc.lineAt(place);
      if (RIGHT_TO_LEFT.test(line.text)) found.push(OWN.range(line.from));
      place = line.to + 1;
    }
  }
  return Decoration.set(found);
}
