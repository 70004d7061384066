"use client";

import { type ComponentType, useState } from "react";

type Look = "idle" | "loading" | "failed" | { Findings: ComponentType<{ round: number }> };

/** The button alone: what it shows is loaded when it is wanted. */
export function Doctor() {
  const [look, setLook] = useState<Look>("idle");
  const [round, setRound] = useState(0);
  const examine = async () => {
    setRound(round + 1);
    if (typeof look === "object") return;
    setLook("loading");
    try {
      setLook({ Findings: (await import("./findings.js")).DoctorFindings });
    } catch {
      setLook("failed");
    }
  };
  return (
    <section aria-labelledby="doctor" className="mt-10 grid gap-5 border-t-2 border-ink py-6">
      <header className="flex flex-wrap items-start justify-between gap-x-6 gap-y-3">
        <div className="min-w-0">
          <h2 id="doctor" className="text-xl leading-7">
            Set-up
          </h2>
          <p className="text-muted">
            Looks at variables, keys, SDKs, Sentry and Inngest without raising an error.
          </p>
        </div>
        <button
          type="button"
          className="button"
          aria-disabled={look === "loading"}
          onClick={() => void examine()}
        >
          {round > 0 ? "Examine again" : "Examine the set-up"}
        </button>
      </header>
      {look === "failed" ? <p role="alert">This part of the page could not be loaded. Try again.</p> : null}
      {typeof look === "object" ? <look.Findings round={round} /> : null}
    </section>
  );
}
