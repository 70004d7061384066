import { endFiring, type Press } from "./firing/press.js";
import { changed, look } from "./look.js";
import { NEWS } from "./news.js";
import { FollowError, unforeseen } from "./trouble.js";

/** Between two looks while something runs: verdicts that come together are shown together. */
const GAP_MS = 250;
/** How long a look waits for a verdict before it shows how far the runs are; the longer they take, the rarer. */
const waitSeconds = (followedMs: number) => (followedMs < 60_000 ? 1 : 3);
/** While nothing does. */
const IDLE_MS = 20_000;
/** For which rows of runs may stay as they are, where too many pages ask. */
const LONGEST_UNREAD_MS = 120_000;
/** Lost answers in a row before the page says so; with back-off about half a minute. */
const ATTEMPTS = 6;

const parse = (html: string) => new DOMParser().parseFromString(html, "text/html");
const ask = (path: string, init?: RequestInit) => fetch(path, init);

/** Asks for what is new: as verdicts come while something runs, now and then while nothing does, and never while nobody looks on. */
export class Loop {
  /** Runs that were fired from here and are not shown yet, by their checks. */
  readonly #fired = new Map<string, string>();
  /** What the newest verdicts were known by when the whole page was read, and when a verdict was waited for. */
  #tag: string | null;
  #heard: string | null = null;
  #lost = 0;
  #followedFrom = 0;
  /** Ends what is waited for. */
  #woken = new AbortController();

  /** @param tag what the newest verdicts were known by before the page was made; null where nobody could say */
  constructor(
    readonly given: Press,
    tag: string | null,
  ) {
    this.#tag = tag;
  }

  follow(check: string, run: string): void {
    const isIdle = this.#running().length === 0;
    this.#fired.set(check, run);
    this.#followedFrom = performance.now();
    // Otherwise it is shown with those that run already.
    if (isIdle || this.#lost > 0) this.wake();
  }

  wake(): void {
    this.#woken.abort();
  }

  async run(): Promise<void> {
    const { signal, shown } = this.given;
    while (!signal.aborted) {
      const names = this.#running();
      this.#woken = new AbortController();
      try {
        if (names.length > 0) await this.#read(names);
        // Also at once when the last run is decided: the rest of the page may say something else since.
        if (this.#running().length === 0 && !document.hidden) await this.#readIfNew();
        if (this.#lost > 0) shown.notice(null);
        this.#lost = 0;
        shown.tick();
        // Both at once: on a busy machine an answer alone takes as long as the pause.
        await Promise.all([this.#pause(), this.#running().length > 0 && this.#hear()]);
      } catch (error) {
        if (signal.aborted) return;
        this.#miss(error, names);
        shown.tick();
        await this.#pause();
      }
    }
  }

  #running(): string[] {
    return [...new Set([...this.#fired.keys(), ...this.given.shown.running()])];
  }

  /** Rows as they are now; all of them without names. */
  async #read(names: readonly string[]): Promise<void> {
    const { shown, frames } = this.given;
    const page =
      names.length > 0
        ? await this.#lookFor([...names, ...shown.like(names)])
        : await look(ask, location.pathname + location.search, parse);
    for (const row of shown.take(page)) {
      const { check = "", run = "", verdict } = row.dataset;
      const fired = this.#fired.get(check);
      // Ids grow with time: a newer run is somebody else's, and stands in the place of ours.
      if (fired !== undefined && run >= fired) {
        this.#fired.delete(check);
        endFiring(row);
      }
      if (verdict === "pending") continue;
      frames.get(run)?.();
      frames.delete(run);
    }
  }

  /** These rows, and each that the headline counts otherwise than it shows: what belongs together changes together. */
  async #lookFor(names: readonly string[]): Promise<ParentNode> {
    const page = await look(ask, `${location.pathname}?only=${names.join(",")}`, parse);
    const behind = this.given.shown.behind(page).filter((name) => !names.includes(name));
    return behind.length > 0 ? this.#lookFor([...names, ...behind]) : page;
  }

  async #readIfNew(): Promise<void> {
    const { tag: next } = await changed(ask, this.#tag);
    if (next === this.#tag) return;
    if (this.given.shown.hasParts()) await this.#read([]);
    else document.dispatchEvent(new Event(NEWS));
    this.#tag = next;
  }

  #miss(error: unknown, names: readonly string[]): void {
    const trouble = error instanceof FollowError ? error.trouble : unforeseen(error);
    this.#lost = trouble.signIn ? ATTEMPTS : this.#lost + 1;
    if (this.#lost < ATTEMPTS) return;
    const { shown } = this.given;
    shown.notice(trouble);
    for (const name of names) shown.row(name)?.setAttribute("data-lost", "");
    for (const check of this.#fired.keys()) endFiring(shown.row(check));
    this.#fired.clear();
  }

  /**
   * Until a verdict is new, or it is time to show how far the runs are. Where too many wait already, a page asks this alone,
   * as seldom as the app says: to render rows for all of them costs far more. Not for ever: of a run that is not its check's
   * newest no verdict that all ask for says anything.
   */
  async #hear(): Promise<void> {
    const { signal } = this.#woken;
    const seconds = waitSeconds(performance.now() - this.#followedFrom);
    const until = performance.now() + LONGEST_UNREAD_MS;
    const asked: typeof ask = (path, init) => ask(path, { ...init, signal });
    try {
      while (!signal.aborted) {
        const { tag, againSeconds } = await changed(asked, this.#heard ?? this.#tag, seconds);
        this.#heard = tag;
        if (againSeconds === 0 || performance.now() > until) return;
        await this.#pause(againSeconds * 1_000);
      }
    } catch (error) {
      if (!signal.aborted) throw error;
    }
  }

  #gap(): number {
    if (this.#lost >= ATTEMPTS) return IDLE_MS;
    const gap = this.#running().length > 0 ? GAP_MS : IDLE_MS;
    return this.#lost > 0 ? Math.max(gap, 500 * 2 ** this.#lost) : gap;
  }

  #pause(ms = this.#gap()): Promise<void> {
    const { signal } = this.#woken;
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      const end = () => {
        clearTimeout(timer);
        resolve();
      };
      if (signal.aborted) end();
      else signal.addEventListener("abort", end);
    });
  }
}
