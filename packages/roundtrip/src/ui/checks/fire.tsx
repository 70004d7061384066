import type { ReactNode } from "react";
import { hrefOf } from "#checks/mount/addresses.js";

interface Props {
  /** Names of the checks that the button fires. */
  checks: readonly string[];
  strong?: boolean;
  /** Only a browser with a script can raise its errors. */
  needsScript?: boolean;
  children: ReactNode;
}

/** A plain form. Where there is a script it fires from this browser; without one the app fires, and leads back here. */
export function Fire({ checks, strong = false, needsScript = false, children }: Props) {
  return (
    <form method="post" action={hrefOf("/api/health/sentry/start")} className="fire" data-fire="">
      {checks.map((name) => (
        <input key={name} type="hidden" name="check" value={name} />
      ))}
      <button
        type="submit"
        className={`button${strong ? " button-strong" : ""}${needsScript ? " scripted" : ""}`}
        data-run=""
      >
        {children}
      </button>
      {needsScript ? <span className="unscripted label">needs JavaScript</span> : null}
    </form>
  );
}
