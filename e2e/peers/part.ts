import { APP_CHECKS } from "../app-checks";

/** What came of one peer. */
export interface Part {
  name: string;
  passed: number;
  failed: number;
  /** Why it was not run at all; null when it was. */
  skipped: string | null;
}

export const skipped = (name: string, why: string): Part => ({ name, passed: 0, failed: 0, skipped: why });

/** Checks that a server alone can carry out. */
export const SERVER_CHECKS: readonly string[] = APP_CHECKS.filter(
  ({ place, tracing }) => place !== "browser" && !tracing,
).map(({ name }) => name);

/** Counts and tells what is tried, one line each. */
export class Tally {
  passed = 0;
  failed = 0;

  /** @param faults what is wrong; empty when it is as it must be */
  note(title: string, faults: readonly string[]): void {
    if (faults.length === 0) this.passed += 1;
    else this.failed += 1;
    console.error(`${faults.length === 0 ? "✓" : "✗"} ${title}`);
    for (const fault of faults) console.error(`    ${fault}`);
  }

  part(name: string): Part {
    return { name, passed: this.passed, failed: this.failed, skipped: null };
  }
}
