import type { BrowserRun } from "#checks/browser-mark.js";
import { hrefOf } from "#checks/mount/addresses.js";
import type { BrowserFact, Submission } from "#verdict/evidence/submissions.js";

interface Base {
  id: string;
  role: string;
  at: number;
  process: string;
  runtime: string;
}
type Fact =
  | BrowserFact
  | Omit<Extract<Submission, { kind: "raised" }>, keyof Base>
  | Omit<Extract<Submission, { kind: "sdk_seen" }>, keyof Base>;

/** What this browser has seen of a run and has not handed to the server yet. */
export class Submissions {
  readonly #process = crypto.randomUUID();
  #unsent: Submission[] = [];

  constructor(private readonly of: Pick<BrowserRun, "run" | "capability">) {}

  add(role: string, fact: Fact, at = Date.now()): void {
    const base: Base = { id: crypto.randomUUID(), role, at, process: this.#process, runtime: "browser" };
    this.#unsent.push({ ...base, ...fact } as Submission);
  }

  /** It explains a verdict, so losing it may be; it outlives the page. */
  handOver(): void {
    if (this.#unsent.length === 0) return;
    const body = JSON.stringify(this.#unsent);
    this.#unsent = [];
    void fetch(hrefOf(`/api/health/sentry/runs/${this.of.run}/evidence`), {
      method: "POST",
      keepalive: true,
      headers: { "content-type": "application/json", "x-check-token": this.of.capability },
      body,
    }).catch(() => undefined);
  }
}
