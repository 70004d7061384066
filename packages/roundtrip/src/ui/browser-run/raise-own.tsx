"use client";

import { useEffect, useRef } from "react";
import { BROWSER_PROOF, type BrowserRun } from "#checks/browser-mark.js";
import { OwnError } from "#checks/errors.js";
import { messageOf } from "#checks/message.js";
import { watch } from "./watch.js";

export type { BrowserRun } from "#checks/browser-mark.js";

/** What a file of the host raises its check's error with, in a browser. */
export interface BrowserRaising {
  /** Makes the check's error. Its first frame is the caller's. */
  error(): Error;
  /** The same for an error of the host's own: the message that it must have. */
  mark(): string;
}

interface Props {
  /** What `openedRun` returned to the page. */
  given: BrowserRun;
  /** Raises the error: what it throws, or what its promise is rejected with, nobody catches. */
  raise: (raising: BrowserRaising) => unknown;
}

/** Development renders effects twice; a run's error is raised once. */
const begun = new Set<string>();

/** The content of the page on which a browser raises the error of the app's own check: when it is loaded, as by a click. */
export function RaiseInBrowser({ given, raise }: Props) {
  const button = useRef<HTMLButtonElement>(null);

  // biome-ignore lint/correctness/useExhaustiveDependencies: a page load raises for one run, once
  useEffect(() => {
    if (begun.has(given.run)) return;
    begun.add(given.run);
    Reflect.set(globalThis, BROWSER_PROOF, given.proof);
    const watching = watch(given);
    void watching.raise("main", () => button.current?.click()).then(watching.end);
  }, []);

  return (
    <main>
      <h1>This page raises an error on purpose</h1>
      <button ref={button} type="button" onClick={() => void raise(raisingOf(given))}>
        Raise
      </button>
    </main>
  );
}

function raisingOf({ check, type, run }: BrowserRun): BrowserRaising {
  const error = (): Error => {
    const made = new OwnError(type, check, run);
    // Not every browser can leave out our own frames.
    Error.captureStackTrace?.(made, error);
    return made;
  };
  return { error, mark: () => messageOf(type, check, run) };
}
