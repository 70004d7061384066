"use client";

import { useEffect, useRef, useState } from "react";
import { BOUNDARY_ROLE, BROWSER_PROOF, type BrowserRun } from "#checks/browser-mark.js";
import { RoundtripError } from "#checks/errors.js";
import { watch } from "./watch.js";

/** Development renders effects twice; a run's errors are raised once. */
const begun = new Set<string>();

/** Raises the three errors, each once what became of the one before is known, and says what was seen. */
export function Raiser({ given }: { given: BrowserRun }) {
  const button = useRef<HTMLButtonElement>(null);
  const [broken, setBroken] = useState(false);
  const fresh = (role: string) =>
    new RoundtripError(given.check, given.parts.find((part) => part.role === role)?.eventId ?? "");

  // biome-ignore lint/correctness/useExhaustiveDependencies: a page load raises for one run, once
  useEffect(() => {
    if (begun.has(given.run)) return;
    begun.add(given.run);
    const raiseAll = async () => {
      Reflect.set(globalThis, BROWSER_PROOF, given.proof);
      const watching = watch(given);
      await watching.raise("main", () => button.current?.click());
      await watching.raise("rejection", () => void Promise.reject(fresh("rejection")));
      // The boundary takes this component's place; what is begun here goes on.
      await watching.raise(BOUNDARY_ROLE, () => setBroken(true));
      watching.end();
    };
    void raiseAll();
  }, []);

  if (broken) throw fresh(BOUNDARY_ROLE);
  const raise = () => {
    throw fresh("main");
  };
  return (
    <main className="p-5">
      <h1 className="text-lg">This page raises errors on purpose</h1>
      <button ref={button} type="button" onClick={raise}>
        Raise
      </button>
    </main>
  );
}
