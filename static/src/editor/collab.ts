/** The text client in a CodeMirror editor: what is typed goes to it, what it receives goes on the screen. */

import {
  Annotation,
  type ChangeSet,
  EditorState,
  type Extension,
  type Text,
  Transaction,
} from "@codemirror/state";
import { EditorView } from "@codemirror/view";
import type { LogEntry } from "../messages.ts";
import type { TextClient } from "./text-client.ts";
import { cleanWords, fitting, oneLine } from "./words.ts";

/** On a change of somebody else: the id of that person. */
export const remoteAuthor = Annotation.define<string>();

/** What the person types goes to the client; clean, so that the server has no reason to refuse it. */
export function collaborate(client: TextClient, single: boolean): Extension {
  const clean = single ? (words: string) => oneLine(cleanWords(words)) : cleanWords;
  return [
    EditorState.transactionFilter.of((transaction) => cleaned(transaction, clean)),
    EditorView.updateListener.of((update) => {
      for (const transaction of update.transactions) {
        if (transaction.docChanged && transaction.annotation(remoteAuthor) === undefined)
          client.edit(transaction.changes);
      }
    }),
  ];
}

/** Put somebody else's change on the screen. It is not this person's to undo. */
export function showChange(view: EditorView, changes: ChangeSet, entry: LogEntry): void {
  view.dispatch({
    changes,
    annotations: [
      remoteAuthor.of(entry.author.id),
      Transaction.addToHistory.of(false),
      Transaction.remote.of(true),
    ],
    filter: false,
  });
}

/** Does the screen show what the client holds? They may never differ. */
export function same(view: EditorView, doc: Text): boolean {
  return view.state.doc.eq(doc);
}

function cleaned(transaction: Transaction, clean: (words: string) => string) {
  if (!transaction.docChanged || transaction.annotation(remoteAuthor) !== undefined) return transaction;
  const changes = fitting(transaction.changes, transaction.startState.doc, clean);
  if (changes === transaction.changes) return transaction;
  // The selection of the first attempt may lie outside of what is left.
  const event = transaction.annotation(Transaction.userEvent);
  return { changes, scrollIntoView: true, ...(event === undefined ? {} : { userEvent: event }) };
}
