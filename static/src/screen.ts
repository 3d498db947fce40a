/** The shared screen: nobody scrolls it, so it brings the last change into view by itself. */

const FIT = "[data-fit]";

export function setUpScreen(): void {
  if (!document.querySelector(FIT)) return;
  new MutationObserver((changes) => {
    const last = changes.flatMap(changed).findLast((element) => element.closest(FIT));
    if (last) requestAnimationFrame(() => show(last));
  }).observe(document.body, { childList: true, characterData: true, subtree: true });
}

function show(element: Element): void {
  const box = element.closest(FIT);
  if (!box || !element.isConnected || box.scrollHeight <= box.clientHeight) return;
  if (element !== box) element.scrollIntoView({ block: "nearest" });
}

/** What changed: what came or moved into a list, else the element itself. */
function changed(change: MutationRecord): Element[] {
  const place = change.target instanceof Element ? change.target : change.target.parentElement;
  const came = [...change.addedNodes].filter((node) => node instanceof Element);
  if (came.length > 0) return came;
  return place ? [place] : [];
}
