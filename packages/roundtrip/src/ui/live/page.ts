import { type Press, press } from "./firing/press.js";
import { Loop } from "./loop.js";
import { giveRoom } from "./room.js";
import { shownIn } from "./shown.js";

/** Keeps a page true after it was rendered: starts runs, follows them, and asks now and then whether anything is new. */
export function keep(root: HTMLElement, signal: AbortSignal): void {
  const shown = shownIn(root);
  const given: Press = { shown, signal, frames: new Map() };
  const loop = new Loop(given, root.dataset.tag || null);
  const onSubmit = (event: SubmitEvent) => {
    const form = event.target as HTMLFormElement;
    if (!("fire" in form.dataset)) return;
    event.preventDefault();
    const own = form.closest("[data-check]")?.querySelector("details");
    if (own) own.open = true;
    const checks = new FormData(form).getAll("check").map(String).filter(shown.isIdle);
    const [first] = checks;
    if (first) {
      const what = checks.length === 1 ? shown.row(first)?.dataset.title : `${checks.length} checks`;
      shown.announce(`Starting ${what}…`);
    }
    for (const check of checks) void press(check, given).then((run) => run && loop.follow(check, run));
  };
  root.addEventListener("submit", onSubmit, { signal });
  giveRoom(root, signal);
  document.addEventListener("visibilitychange", () => loop.wake(), { signal });
  signal.addEventListener("abort", () => loop.wake());
  void loop.run();
}
