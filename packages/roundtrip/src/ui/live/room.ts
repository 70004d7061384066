/** What the first result of a row needs below what is there. */
const FIRST = 96;
/** What more a row may need before anything of it would be cut off: less than the space below its last line. */
const SPARE = 16;

/** None of a row that is closed. */
const bodyOf = (row: HTMLElement) => row.querySelector<HTMLElement>("[open] > [data-body]");
const heightOf = (body: HTMLElement) => body.getBoundingClientRect().height;

/** Makes room in an open row for its first result, while the page moves by the reader's own doing anyway. */
export function makeRoom(row: HTMLElement): void {
  const body = bodyOf(row);
  if (body && !row.dataset.run) hold(body, heightOf(body) + FIRST);
}

/** Changes a row whose open part stays as high as it is: nothing below moves before the reader has done something. */
export function keepRoom(row: HTMLElement, change: () => void): void {
  const body = bodyOf(row);
  const height = body && heightOf(body);
  change();
  if (body && height !== null) hold(body, height);
}

function hold(body: HTMLElement, height: number): void {
  release(body);
  const more = heightOf(body) - height;
  if (Math.abs(more) < 1) return;
  body.style.height = `${height}px`;
  if (more > SPARE) body.dataset.cut = "";
}

function release(body: HTMLElement): void {
  body.style.height = "";
  delete body.dataset.cut;
}

/** While its run is under way, a row's room is for what is to come. */
const DECIDED = "[data-check]:not([data-firing], [data-verdict=pending])";

/**
 * Lets rows be as high as they need to be, once the reader has done something: room that is left over goes when the page
 * moves anyway; what is cut off comes when it is asked for, or when nobody looks on.
 */
export function giveRoom(root: HTMLElement, signal: AbortSignal): void {
  const all = (selector: string) => () => {
    for (const body of root.querySelectorAll<HTMLElement>(selector)) release(body);
  };
  const give = (inside: Element) => {
    const row = inside.closest<HTMLElement>("[data-check]");
    for (const body of row?.querySelectorAll<HTMLElement>("[data-body]") ?? []) release(body);
    return row;
  };
  const on = (type: string, act: (target: Element) => void) =>
    root.addEventListener(type, ({ target }) => act(target as Element), { signal, capture: true });
  // A row that opens may have been given room by the press that opened it.
  on("toggle", (one) => one.matches("article > [open]") || give(one));
  // The button goes, and would take the focus with it.
  on(
    "click",
    (one) =>
      one.closest("[data-more]") && give(one)?.querySelector("summary")?.focus({ preventScroll: true }),
  );
  // A key may lead to what is cut off.
  on("focusin", (one) => one.closest("[data-cut]") && !one.closest("[data-more]") && give(one));
  const left = all(`${DECIDED} [data-body]:not([data-cut])`);
  for (const moment of ["scroll", "resize"]) window.addEventListener(moment, left, { signal });
  window.addEventListener("beforeprint", all("[data-body]"), { signal });
  document.addEventListener("visibilitychange", all(`${DECIDED} [data-body]`), { signal });
}
