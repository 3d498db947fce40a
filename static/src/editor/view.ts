/** How one text looks and listens while somebody writes in it. */

import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import {
  deleteMarkupBackward,
  insertNewlineContinueMarkup,
  markdownLanguage,
} from "@codemirror/lang-markdown";
import { Compartment, EditorState, type Extension } from "@codemirror/state";
import { EditorView, keymap, placeholder } from "@codemirror/view";
import { remoteCarets } from "./cursors.ts";
import { ownDirections } from "./direction.ts";
import { livePreview } from "./preview.ts";
import { bold } from "./toolbar.ts";

export type Setting = {
  label: string;
  hint: string;
  language: string;
  single: boolean;
  /** Enter in a text of one line, or Escape there. */
  done(): void;
};

const locked = new Compartment();

export function lookAndKeys(setting: Setting): Extension {
  return [
    history(),
    remoteCarets(),
    EditorView.lineWrapping,
    ownDirections(),
    EditorView.contentAttributes.of(attributes(setting)),
    setting.hint ? placeholder(setting.hint) : [],
    locked.of([]),
    setting.single ? singleKeys(setting.done) : markdownKeys(),
    keymap.of([...historyKeymap, ...defaultKeymap]),
  ];
}

/** Nothing can be typed while the meeting is paused or the text is being put away. */
export function lock(view: EditorView, shut: boolean): void {
  const readOnly = [EditorState.readOnly.of(true), EditorView.editable.of(false)];
  view.dispatch({ effects: locked.reconfigure(shut ? readOnly : []) });
}

/** No key keeps Tab for itself, so nobody is caught in the text. */
function markdownKeys(): Extension {
  return [
    markdownLanguage,
    livePreview(),
    keymap.of([
      { key: "Mod-b", run: bold },
      { key: "Enter", run: insertNewlineContinueMarkup },
      { key: "Backspace", run: deleteMarkupBackward },
    ]),
  ];
}

function singleKeys(done: () => void): Extension {
  const run = () => {
    done();
    return true;
  };
  return keymap.of([
    { key: "Enter", run },
    { key: "Escape", run },
  ]);
}

function attributes({ label, language, single }: Setting): Record<string, string> {
  return {
    "aria-label": label,
    "aria-multiline": String(!single),
    lang: language,
    spellcheck: "true",
    autocapitalize: "sentences",
    autocorrect: "on",
    ...(single ? { enterkeyhint: "done" } : {}),
  };
}
