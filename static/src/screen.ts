/** The shared screen: nobody scrolls it, so it brings the last change into view by itself. */

const FIT = "[data-fit]";

export function setUpScreen(): void {
  if (!document.querySelector(FIT)) return;
  new MutationObserver((changes) => {
    const last = changes
      .map((change) => elementOf(change.target))
      .findLast((element) => element?.closest(FIT));
    if (last) requestAnimationFrame(() => show(last));
  }).observe(document.body, { childList: true, characterData: true, subtree: true });
}

function show(element: Element): void {
  const box = element.closest(FIT);
  if (!box || !element.isConnected || box.scrollHeight <= box.clientHeight) return;
  if (element !== box) element.scrollIntoView({ block: "nearest" });
}

function elementOf(node: Node): Element | null {
  return node instanceof Element ? node : node.parentElement;
}
