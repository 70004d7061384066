import { remark } from "../remark.js";
import { makeRoom } from "../room.js";
import type { Shown } from "../shown.js";
import { FollowError, unforeseen } from "../trouble.js";
import { fire, mint } from "./fire.js";

const ask = (path: string, init?: RequestInit) => fetch(path, init);

/** Fires one check for its row. */
export interface Press {
  shown: Shown;
  signal: AbortSignal;
  /** A frame that raises a run's errors, to be closed when the run is decided. */
  frames: Map<string, () => void>;
}

/**
 * Fires a check that is idle. The run that came of it, whose row counts as firing until it shows that run. Null where
 * none did: what was shown stays, with what is the matter.
 */
export async function press(check: string, { shown, signal, frames }: Press): Promise<string | null> {
  const row = shown.row(check);
  if (!row) return null;
  begin(row);
  try {
    const run = await runOf(row, signal, frames);
    shown.notice(null);
    return run;
  } catch (error) {
    endFiring(row);
    if (signal.aborted) return null;
    const trouble = error instanceof FollowError ? error.trouble : unforeseen(error);
    if (trouble.everywhere) shown.notice(trouble);
    else {
      remark(row, `${trouble.title} ${trouble.detail}`);
      shown.announce(`${row.dataset.title}: ${trouble.title}`);
    }
    return null;
  }
}

export function endFiring(row: HTMLElement | null): void {
  delete row?.dataset.firing;
  row?.querySelector("button[data-run]")?.removeAttribute("aria-disabled");
}

function begin(row: HTMLElement): void {
  row.dataset.firing = "";
  row.querySelector("button[data-run]")?.setAttribute("aria-disabled", "true");
  remark(row, null);
  makeRoom(row);
}

async function runOf(
  { dataset: { check = "", path = "", how } }: HTMLElement,
  signal: AbortSignal,
  frames: Press["frames"],
): Promise<string> {
  if (how === "browser") {
    const minted = await mint(ask, check, signal);
    frames.set(minted.run, (await import("./frame.js")).openFrame(minted));
    return minted.run;
  }
  const within = how === "tracing" ? (await import("./own-trace.js")).onOwnTrace : undefined;
  return fire(ask, path, signal, within);
}
