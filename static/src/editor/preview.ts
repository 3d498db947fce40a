/** Markdown as it will look: the signs are hidden, except where the person is writing. */

import { syntaxTree } from "@codemirror/language";
import { type EditorState, type Extension, RangeSetBuilder, type SelectionRange } from "@codemirror/state";
import {
  Decoration,
  type DecorationSet,
  type EditorView,
  ViewPlugin,
  type ViewUpdate,
  WidgetType,
} from "@codemirror/view";

const STYLES: Record<string, string> = {
  StrongEmphasis: "rd-md-strong",
  Emphasis: "rd-md-em",
  InlineCode: "rd-md-code",
  Strikethrough: "rd-md-strike",
  Link: "rd-md-link",
};
const LINES: Record<string, string> = {
  ATXHeading1: "rd-md-h1",
  ATXHeading2: "rd-md-h2",
  ATXHeading3: "rd-md-h3",
  ATXHeading4: "rd-md-h4",
  ATXHeading5: "rd-md-h4",
  ATXHeading6: "rd-md-h4",
  Blockquote: "rd-md-quote",
  ListItem: "rd-md-item",
  Table: "rd-md-table",
};
const SIGNS = new Set(["EmphasisMark", "CodeMark", "HeaderMark", "QuoteMark", "StrikethroughMark"]);

class Bullet extends WidgetType {
  override eq(): boolean {
    return true;
  }
  override toDOM(): HTMLElement {
    const bullet = document.createElement("span");
    bullet.className = "rd-md-bullet";
    bullet.textContent = "•";
    return bullet;
  }
}

const hidden = Decoration.replace({});
const soft = Decoration.mark({ class: "rd-md-sign" });
const bullet = Decoration.replace({ widget: new Bullet() });

type Piece = { from: number; to: number; value: Decoration };

export function livePreview(): Extension {
  return ViewPlugin.fromClass(
    class {
      decorations: DecorationSet;
      constructor(view: EditorView) {
        this.decorations = draw(view);
      }
      update(update: ViewUpdate): void {
        const parsed = syntaxTree(update.startState) !== syntaxTree(update.state);
        if (
          update.docChanged ||
          update.selectionSet ||
          update.viewportChanged ||
          update.focusChanged ||
          parsed
        ) {
          // While letters are being composed, the place of the caret must stay as it is.
          this.decorations = update.view.composing ? this.decorations.map(update.changes) : draw(update.view);
        }
      }
    },
    { decorations: (plugin) => plugin.decorations },
  );
}

function draw(view: EditorView): DecorationSet {
  const pieces: Piece[] = [];
  const carets = view.hasFocus ? view.state.selection.ranges : [];
  for (const { from, to } of view.visibleRanges) {
    syntaxTree(view.state).iterate({
      from,
      to,
      enter: (node) => {
        const style = STYLES[node.name];
        if (style && node.to > node.from)
          pieces.push({ from: node.from, to: node.to, value: Decoration.mark({ class: style }) });
        const line = LINES[node.name];
        if (line) pieces.push(...lines(view.state, node.from, node.to, line));
        if (SIGNS.has(node.name)) {
          const parent = node.node.parent;
          pieces.push(
            sign(
              view.state,
              carets,
              node.name,
              node.from,
              node.to,
              parent?.from ?? node.from,
              parent?.to ?? node.to,
            ),
          );
        }
        if (node.name === "ListMark") pieces.push(listMark(view.state, carets, node.from, node.to));
      },
    });
  }
  return inOrder(pieces);
}

/** A sign is shown softly while the caret touches what it belongs to. */
function sign(
  state: EditorState,
  carets: readonly SelectionRange[],
  name: string,
  from: number,
  to: number,
  ownerFrom: number,
  ownerTo: number,
): Piece {
  if (touches(carets, ownerFrom, ownerTo)) return { from, to, value: soft };
  const space = (name === "HeaderMark" || name === "QuoteMark") && state.sliceDoc(to, to + 1) === " " ? 1 : 0;
  return { from, to: to + space, value: hidden };
}

function listMark(state: EditorState, carets: readonly SelectionRange[], from: number, to: number): Piece {
  const ordered = /\d/.test(state.sliceDoc(from, to));
  return { from, to, value: ordered || touches(carets, from, to) ? soft : bullet };
}

function lines(state: EditorState, from: number, to: number, name: string): Piece[] {
  const found: Piece[] = [];
  for (let place = from; place <= to; ) {
    const line = state.doc.lineAt(place);
    found.push({ from: line.from, to: line.from, value: Decoration.line({ class: name }) });
    place = line.to + 1;
  }
  return found;
}

function touches(carets: readonly SelectionRange[], from: number, to: number): boolean {
  return carets.some((caret) => caret.from <= to && caret.to >= from);
}

function inOrder(pieces: Piece[]): DecorationSet {
  pieces.sort((a, b) => a.from - b.from || a.value.startSide - b.value.startSide || b.to - a.to);
  const builder = new RangeSetBuilder<Decoration>();
  for (const { from, to, value } of pieces)
    if (from < to || value.spec.class?.startsWith("rd-md-")) builder.add(from, to, value);
  return builder.finish();
}
