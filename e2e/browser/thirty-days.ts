import { openStore } from "#store/open.js";
import { RETENTION_MS, someRun } from "#store/testing/stores.js";
import { type CauseCode, cause } from "#verdict/causes/catalogue.js";
import { type DecidedVerdict, daysUntil, startOf } from "#verdict/history/days.js";

/** Where the generated runs are: nothing that the app under test fires is there. */
export const PRODUCTION = "production";
export const STAGING = "staging";
export const [OLD_RELEASE, NEW_RELEASE] = ["shop@4f2a91c", "shop@9be07d2"];

const DEFAULT = ["sentry", "sentry-extra", "sentry-inngest", "sentry-inngest-ignored"];
const RUNS_A_DAY = 6;

/** Days ago, and the runs of those days of a check that did not pass: all of them, or some by their number. */
interface Trouble {
  check: string;
  daysAgo: readonly number[];
  runs?: readonly number[];
  verdict: DecidedVerdict;
  code: CauseCode;
}

const TROUBLES: readonly Trouble[] = [
  { check: "sentry-inngest", daysAgo: [12, 11, 10], verdict: "fail", code: "accepted_not_stored" },
  { check: "sentry", daysAgo: [3], runs: [2], verdict: "fail", code: "dsn_rejected" },
  { check: "sentry-extra", daysAgo: [20], runs: [1, 2, 3], verdict: "unknown", code: "not_looked" },
  { check: "sentry", daysAgo: [7], verdict: "warn", code: "late" },
  {
    check: "sentry-inngest-ignored",
    daysAgo: [1],
    runs: [4, 5],
    verdict: "fail",
    code: "ignored_error_stored",
  },
  { check: "sentry-inngest-ignored", daysAgo: [0], verdict: "fail", code: "ignored_error_stored" },
];
/** Nobody fired anything on these days. */
const SILENT = [29, 28, 16];

const troubleOf = (check: string, daysAgo: number, run: number) =>
  TROUBLES.find(
    (one) => one.check === check && one.daysAgo.includes(daysAgo) && (one.runs?.includes(run) ?? true),
  );

/** Spread as real latencies are: most alike, some far out; the same ones every time. */
function latencyOf(seed: number, slow: boolean): number {
  const fraction = (Math.sin(seed * 12.9898) * 43_758.5453) % 1;
  const part = Math.abs(fraction);
  return Math.round((slow ? 60_000 : 700) * (1 + part) * (part > 0.9 ? 4 : 1));
}

/** Thirty days of runs and verdicts, put into a store as the app itself does; once, whoever asks again. */
export async function putThirtyDays(url: string): Promise<void> {
  const store = openStore(url, RETENTION_MS);
  if ((await store.environments()).includes(PRODUCTION)) return store.close();
  const now = await store.now();
  const days = daysUntil(now, 30);
  const put = async (check: string, index: number, run: number, environment: string) => {
    const daysAgo = days.length - 1 - index;
    // Today's runs all lie in the past, whatever the time is.
    const dayMs = daysAgo === 0 ? now - startOf(days[index] ?? 0) : startOf(1);
    const firedAt = Math.floor(startOf(days[index] ?? 0) + (dayMs * (run + 0.5)) / RUNS_A_DAY);
    const trouble = environment === PRODUCTION ? troubleOf(check, daysAgo, run) : undefined;
    const release = environment === STAGING || daysAgo < 9 ? NEW_RELEASE : OLD_RELEASE;
    const one = someRun({ firedAt, running: { environment, release } }, check);
    await store.create(one);
    const bad = trouble?.verdict === "fail" || trouble?.verdict === "unknown";
    const seed = index * 100 + run * 10 + check.length;
    await store.decide(one.id, {
      verdict: trouble?.verdict ?? "pass",
      cause: trouble ? cause(trouble.code, { status: 403 }) : null,
      decidedAt: firedAt + 2_000,
      revisedAt: firedAt + 2_000,
      latencyMs: bad ? null : latencyOf(seed, trouble?.code === "late"),
    });
    await store.settle(one.id);
  };
  for (const index of days.keys()) {
    if (SILENT.includes(days.length - 1 - index)) continue;
    for (const check of DEFAULT)
      for (let run = 0; run < RUNS_A_DAY; run += 1) await put(check, index, run, PRODUCTION);
    if (index % 3 === 0) await put("sentry", index, 0, STAGING);
  }
  await store.close();
}

/** A run of each of these checks on each of the last three days; those of `failing` failed so many days ago. */
export async function putMany(
  url: string,
  environment: string,
  checks: readonly string[],
  failing: Readonly<Record<string, number>>,
): Promise<void> {
  const store = openStore(url, RETENTION_MS);
  if ((await store.environments()).includes(environment)) return store.close();
  const now = await store.now();
  for (const check of checks)
    for (const daysAgo of [2, 1, 0]) {
      const firedAt = now - daysAgo * startOf(1) - 1_000;
      const one = someRun({ firedAt, running: { environment, release: NEW_RELEASE } }, check);
      const isBad = failing[check] === daysAgo;
      await store.create(one);
      await store.decide(one.id, {
        verdict: isBad ? "fail" : "pass",
        cause: isBad ? cause("accepted_not_stored") : null,
        decidedAt: firedAt + 500,
        revisedAt: firedAt + 500,
        latencyMs: isBad ? null : 500,
      });
      await store.settle(one.id);
    }
  await store.close();
}
