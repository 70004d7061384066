import { findCheck } from "#checks/catalogue.js";
import type { HealthAnswer, HealthEntry, Problem, RunAnswer, Verdict } from "#verdict/answer.js";
import { stagesOf } from "#verdict/stages.js";

export const RELEASE = "shop@1f2e3d4c5b6a79880f1e2d3c4b5a69788f9e0d1c";
const FIRED = Date.UTC(2030, 0, 1);

export interface Reply {
  status: number;
  type?: string;
  /** undefined takes one away that every answer has. */
  headers?: Record<string, string | undefined>;
  body: unknown;
}

/**
 * A step of a run, as one look shows it; after the last step the run stays as it is. Where steps have a time, a look
 * shows the latest that has come.
 */
export type Step = Partial<Omit<RunAnswer, "nonce">> & {
  verdict: Verdict;
  nonce?: string | null;
  /** Milliseconds after the app's start, on its `clock`. */
  from?: number;
};

export const problem = (status: number, title: string, detail: string, headers = {}): Reply => ({
  status,
  type: "application/problem+json",
  headers,
  body: { type: "about:blank", title, status, detail } satisfies Problem,
});

export const runIdOf = (check: string): string => {
  const place = [...check].reduce((sum, char) => (sum * 31 + char.charCodeAt(0)) % 0xffff, 7);
  return `0199aabbccdd7eee8${place.toString(16).padStart(15, "0")}`;
};

export const health = (body: unknown, status: number): Reply => ({
  status,
  type: "application/health+json",
  body,
});

export const healthAnswer = (checks: Record<string, HealthEntry[]>, releaseId = RELEASE): HealthAnswer => ({
  status: "fail",
  releaseId,
  environment: "staging",
  checks,
});

export const pendingEntry = (check: string, over: Partial<HealthEntry> = {}): HealthEntry => ({
  componentType: "check",
  run: runIdOf(check),
  status: "fail",
  verdict: "pending",
  observedValue: null,
  observedUnit: "ms",
  time: new Date(FIRED).toISOString(),
  output: "",
  cause: null,
  href: `/api/health/sentry/runs/${runIdOf(check)}`,
  ...over,
});

export function runAnswer(check: string, step: Step & { nonce: string | null }): RunAnswer {
  const found = findCheck(check);
  const done = step.verdict !== "pending";
  const good = step.verdict === "pass" || step.verdict === "warn";
  const stages = (found ? stagesOf(found) : []).map((name, i) => ({
    name,
    at: good || i < 3 ? new Date(FIRED + i * 100).toISOString() : null,
    detail: "",
  }));
  return {
    id: runIdOf(check),
    check,
    cause: null,
    stages,
    expectations: [],
    warnings: [],
    links: {
      sentry: good ? `https://sentry.example/organizations/shop/issues/7/events/${runIdOf(check)}/` : null,
      remedy: null,
    },
    firedAt: new Date(FIRED).toISOString(),
    deadline: new Date(FIRED + 300_000).toISOString(),
    decidedAt: done ? new Date(FIRED + 1_500).toISOString() : null,
    revisedAt: done ? new Date(FIRED + 1_500).toISOString() : null,
    latencyMs: good ? 1_234 : null,
    ...step,
  };
}
