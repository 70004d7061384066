/** What the first result of a row needs below what is there. */
const FIRST = 96;

const bodyOf = (row: HTMLElement) => row.querySelector<HTMLElement>("[data-body]");

/** Keeps as much room in an open row as it has, so that nothing below moves while its run has no result yet. */
export function keepRoom(row: HTMLElement): void {
  const body = bodyOf(row);
  if (!body?.offsetHeight) return;
  body.style.minHeight = `${body.offsetHeight + (row.dataset.run ? 0 : FIRST)}px`;
}

/** Gives back the room that a result does not need: at once where none is left over, else when the page moves anyway. */
export function leaveRoom(row: HTMLElement): void {
  const body = bodyOf(row);
  if (!body?.style.minHeight) return;
  const kept = body.style.minHeight;
  const before = body.offsetHeight;
  body.style.minHeight = "";
  if (body.offsetHeight === before) return;
  body.style.minHeight = kept;
  const left = new AbortController();
  const leave = () => {
    left.abort();
    // A run that began in the meantime has kept its own.
    if (row.dataset.verdict !== "pending" && body.style.minHeight === kept) body.style.minHeight = "";
  };
  for (const moment of ["scroll", "resize"]) window.addEventListener(moment, leave, { signal: left.signal });
  document.addEventListener("visibilitychange", leave, { signal: left.signal });
  row.querySelector("details")?.addEventListener("toggle", leave, { signal: left.signal });
}
