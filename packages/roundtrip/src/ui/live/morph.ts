/**
 * What the reader, or this script, has set stays: whether something is open, the room kept for it, that it fires, and
 * that its button waits for that. A press in between would do nothing.
 */
const KEPT: ReadonlySet<string> = new Set(["open", "style", "data-cut", "data-firing", "aria-disabled"]);
/** What became of a press, which the server knows nothing of. */
const isOurs = (element: Element): boolean => element.hasAttribute("data-remark");

/** Text that is new from its beginning: what stays of it would be seen to move. */
const isWhole = (element: Element): boolean => element.hasAttribute("data-whole");

/** Makes an element say what another says, and touches only what differs: focus, selection and open parts stay. */
export function morph(from: Element, to: Element): void {
  for (const { name, value } of to.attributes)
    if (!KEPT.has(name) && from.getAttribute(name) !== value) from.setAttribute(name, value);
  for (const { name } of [...from.attributes])
    if (!KEPT.has(name) && !to.hasAttribute(name)) from.removeAttribute(name);
  const before = [...from.childNodes];
  const after = [...to.childNodes];
  for (const [index, next] of after.entries()) {
    const old = before[index];
    if (old?.isEqualNode(next)) continue;
    if (old instanceof Element && next instanceof Element && isSame(old, next) && !isWhole(next)) {
      if (!isOurs(old)) morph(old, next);
    } else if (old) old.replaceWith(document.importNode(next, true));
    else from.append(document.importNode(next, true));
  }
  for (const old of before.slice(after.length)) old.remove();
}

/** What becomes another thing is replaced: made out of the old one, it would be seen to move. */
const isSame = (one: Element, other: Element): boolean =>
  one.nodeName === other.nodeName && one.id === other.id && classOf(one) === classOf(other);
const classOf = (one: Element) => one.getAttribute("class");
