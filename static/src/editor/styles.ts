/**
 * CodeMirror's own style rules, under a Content-Security-Policy that allows no inline <style>. Its style-mod package
 * puts them in a constructed style sheet only inside a shadow root; so it is shown a root that looks like one and
 * passes the sheet on to the document.
 */

import { StyleModule } from "style-mod";

let ready = false;

export function allowEditorStyles(): void {
  if (ready) return;
  ready = true;
  const root = {
    ownerDocument: document,
    get adoptedStyleSheets() {
      return document.adoptedStyleSheets;
    },
    set adoptedStyleSheets(sheets: CSSStyleSheet[]) {
      document.adoptedStyleSheets = sheets;
    },
  };
  StyleModule.mount(root as unknown as ShadowRoot, []);
  // style-mod keeps the sheet under a symbol of its own on the root it was shown.
  for (const mark of Object.getOwnPropertySymbols(root))
    Object.assign(document, { [mark]: Reflect.get(root, mark) });
}
