import { ago } from "./ago.js";
import { morph } from "./morph.js";
import { remark } from "./remark.js";
import { keepRoom } from "./room.js";
import type { Trouble } from "./trouble.js";

/** What the script changes on the page that the server has rendered. */
export interface Shown {
  /** The row of a check. */
  row(check: string): HTMLElement | null;
  /** There is such a row, and its check is neither being fired nor running. */
  isIdle(check: string): boolean;
  /** Names of the checks that run, as far as the server has said. */
  running(): string[];
  /** The rows that leave to one of these what they would have to say themselves. */
  like(names: readonly string[]): string[];
  /** The rows that show another run, or another state, than the page's headline counts. */
  behind(page: ParentNode): string[];
  /** The server can say parts of it anew; any other page brings itself up to date. */
  hasParts(): boolean;
  /** Takes over what the server says now; gives the rows that it said something of. */
  take(page: ParentNode): HTMLElement[];
  /** Said once, above everything; null takes it back. */
  notice(trouble: Trouble | null): void;
  announce(text: string): void;
  /** Times as they are now. */
  tick(): void;
}

export function shownIn(root: HTMLElement): Shown {
  const find = (selector: string) => root.querySelector<HTMLElement>(selector);
  const rows = () => [...root.querySelectorAll<HTMLElement>("[data-check]")];
  const said = (row: HTMLElement) => `${row.dataset.run} ${row.dataset.verdict}`;
  const announce = (text: string) => {
    const line = document.createElement("p");
    line.textContent = text;
    find("[role=log]")?.append(line);
  };
  const row = (check: string) => rows().find((one) => one.dataset.check === check) ?? null;
  return {
    row,
    isIdle: (check) => row(check)?.matches(":not([data-firing], [data-verdict=pending])") ?? false,
    running: () =>
      rows()
        .filter((one) => one.dataset.verdict === "pending")
        .map((one) => one.dataset.check ?? ""),
    like: (names) =>
      rows()
        .filter((one) => names.includes(one.dataset.like ?? ""))
        .map((one) => one.dataset.check ?? ""),
    behind(page) {
      const counted = page.querySelector<HTMLElement>("#state")?.dataset.newest?.split(" ");
      return rows()
        .filter((one) => counted && !counted.includes(one.dataset.newest ?? ""))
        .map((one) => one.dataset.check ?? "");
    },
    hasParts: () => find("[data-part]") !== null,
    take(page) {
      const taken: HTMLElement[] = [];
      for (const next of page.querySelectorAll<HTMLElement>("[data-part]")) {
        const mine = document.getElementById(next.id);
        if (!mine) continue;
        const before = said(mine);
        const { run } = mine.dataset;
        keepRoom(mine, () => morph(mine, next));
        if (!next.dataset.check) continue;
        // It was said of a press before that run.
        if (mine.dataset.run !== run) remark(mine, null);
        taken.push(mine);
        if (before !== said(mine) && mine.dataset.verdict !== "pending") announce(mine.dataset.says ?? "");
      }
      const icon = page.querySelector("link[data-state-icon]")?.getAttribute("href");
      if (icon) document.querySelector("link[data-state-icon]")?.setAttribute("href", icon);
      document.title = page.querySelector("title")?.textContent ?? document.title;
      return taken;
    },
    notice(trouble) {
      const box = find("[data-notice]");
      if (!box) return;
      box.hidden = trouble === null;
      box.role = trouble ? "alert" : null;
      for (const one of box.querySelectorAll<HTMLElement>("[data-say]"))
        one.textContent = trouble ? trouble[one.dataset.say as "title" | "detail"] : "";
      for (const one of box.querySelectorAll<HTMLElement>("[data-when]"))
        one.hidden = (one.dataset.when === "signed-out") !== trouble?.signIn;
    },
    announce,
    tick() {
      for (const one of root.querySelectorAll<HTMLElement>("[data-at]"))
        one.textContent = ago(Date.now() - Number(one.dataset.at));
    },
  };
}
