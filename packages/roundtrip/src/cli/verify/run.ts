import { MOUNT } from "#checks/mount/addresses.js";
import { newNonce } from "#checks/nonce.js";
import { type BrowserRun, fireInBrowser } from "#cli/browser/run.js";
import { type Client, client, type Target } from "#cli/client.js";
import { systemClock } from "#cli/clock.js";
import { waitOf } from "#cli/wait.js";
import type { Cause, Expect, Expectation, HealthEntry, RunAnswer, Verdict } from "#verdict/answer.js";
import {
  type Deployment,
  entryOf,
  type Fired,
  fireCanary,
  fireOnServer,
  isForBrowser,
  select,
} from "./fire.js";
import { follow } from "./follow.js";
import { waitForRelease } from "./release.js";

export interface VerifyOptions extends Target {
  /** Names or aliases; without them the server fires its default checks. */
  checks?: readonly string[] | undefined;
  /** A scheduler's round: the app fires what CANARY_CHECKS names, and its outcome goes to alerts and heartbeat. */
  canary?: boolean | undefined;
  /** Seconds to wait for verdicts after the firing; 60 by default, 180 on this machine. */
  wait?: number | undefined;
  expectRelease?: string | undefined;
  expectEnvironment?: string | undefined;
  /** A commit: nothing is fired until the app says that it is this one. */
  waitForRelease?: string | undefined;
  /** Seconds; 600 by default. */
  waitReleaseTimeout?: number | undefined;
  /** Path of a browser for the checks that need one; null when there is none. Looked for when not given. */
  chromium?: string | null | undefined;
}

export interface CheckResult {
  check: string;
  verdict: Verdict;
  run: string | null;
  cause: Cause | null;
  warnings: Cause[];
  /** Only those that do not hold. */
  unmet: Expectation[];
  latencyMs: number | null;
  /** From the firing to the verdict; null without one. */
  decidedMs: number | null;
  /** Where the stored event can be looked at. */
  sentry: string | null;
  /** The page of Sentry that the cause's remedy names. */
  remedyLink: string | null;
  /** What the verdict does not say: still pending, or the run could not be followed. */
  note: string | null;
}

export interface VerifyResult {
  /** Pass only when every check passed; pending and unknown count as fail. */
  status: "pass" | "warn" | "fail";
  url: string;
  /** The API's mount point; `/api/health` if not given. */
  api?: string | undefined;
  releaseId: string;
  environment: string;
  checks: CheckResult[];
}

/** What happens on the way, for whoever shows it. */
export type Progress =
  | { kind: "waiting"; commit: string; seen: string }
  | { kind: "slow"; url: string }
  | { kind: "fired"; releaseId: string; environment: string; runs: { check: string; run: string | null }[] }
  | { kind: "run"; check: string; run: RunAnswer }
  | { kind: "trouble"; check: string; message: string }
  | { kind: "decided"; result: CheckResult };
export type Reporter = (progress: Progress) => void;

const DEFAULT_RELEASE_TIMEOUT = 600;
/** Of a verdict that came with the firing at least the details are read, however short the wait. */
const DETAILS_MS = 5_000;

/**
 * Fires checks at a deployed app, follows each run to its verdict, and returns what the server judged.
 * @throws CannotRun when there is no verdict to be had; rejects when the signal is aborted
 */
export async function verify(options: VerifyOptions, report: Reporter = () => {}): Promise<VerifyResult> {
  const app = client({ ...options, onSlow: () => report({ kind: "slow", url: options.url }) });
  const { named, inBrowser } = select(options.checks);
  const { waitForRelease: commit, clock = systemClock, signal } = options;
  const release = commit
    ? await waitForRelease({
        client: app,
        commit,
        timeoutMs: (options.waitReleaseTimeout ?? DEFAULT_RELEASE_TIMEOUT) * 1000,
        onOther: (seen) => report({ kind: "waiting", commit, seen }),
        clock,
        signal,
      })
    : undefined;

  const expect = expectOf(options, release);
  const nonce = newNonce();
  const browsers: BrowserRun[] = [];
  try {
    const open = async (check: string): Promise<Fired> => {
      const fired = await fireInBrowser({
        client: app,
        check,
        expect,
        nonce,
        url: options.url,
        chromium: options.chromium,
      });
      browsers.push(fired);
      return { check, entry: entryOf(check, fired) };
    };
    const opening = inBrowser.map(open);
    const onServer = options.canary ? fireCanary(app, nonce) : fireOnServer(app, named, expect, nonce);
    // All of them have ended before one may fail: a browser that is still starting would never be closed.
    await Promise.allSettled([onServer, ...opening]);
    const { releaseId, environment, entries } = await onServer;
    const opened = await Promise.all(opening);
    const own = entries.filter(isForBrowser).map(({ check }) => open(check));
    await Promise.allSettled(own);
    const all = [...entries.filter((one) => !isForBrowser(one)), ...(await Promise.all(own)), ...opened];
    return await followAll(app, { releaseId, environment }, all, nonce, options, report);
  } finally {
    for (const one of browsers) if (one.run !== null) await one.close();
  }
}

/** Follows every run to its verdict, side by side. */
async function followAll(
  app: Client,
  deployment: Deployment,
  entries: readonly Fired[],
  nonce: string,
  options: VerifyOptions,
  report: Reporter,
): Promise<VerifyResult> {
  const runs = entries.map(({ check, entry }) => ({ check, run: entry.run }));
  report({ kind: "fired", ...deployment, runs });
  const { signal, clock = systemClock } = options;
  const wait = waitOf(options);
  const fired = clock.now();
  const checks = await Promise.all(
    entries.map(async ({ check, entry }) => {
      const followed = entry.run
        ? await follow({
            client: app,
            id: entry.run,
            nonce,
            until: fired + wait * 1000,
            readUntil: fired + (entry.verdict === "pending" ? 0 : DETAILS_MS),
            onRun: (run) => report({ kind: "run", check, run }),
            onTrouble: (message) => report({ kind: "trouble", check, message }),
            clock,
            signal,
          })
        : { run: null, trouble: null };
      const result = conclude(check, entry, followed.run, followed.trouble, options);
      report({ kind: "decided", result });
      return result;
    }),
  );
  return { status: worst(checks), url: options.url, ...deployment, checks };
}

function expectOf(options: VerifyOptions, waited: string | undefined): Expect {
  const release = options.expectRelease ?? waited;
  const environment = options.expectEnvironment;
  return { ...(release ? { release } : {}), ...(environment ? { environment } : {}) };
}

function conclude(
  check: string,
  entry: HealthEntry,
  run: RunAnswer | null,
  trouble: string | null,
  options: VerifyOptions,
): CheckResult {
  // A verdict that came with the firing counts only once the run itself, with this call's nonce, says the same.
  const verdict = run?.verdict ?? (trouble && isGood(entry.verdict) ? "unknown" : entry.verdict);
  const since = (iso: string | null) => (run && iso ? Date.parse(iso) - Date.parse(run.firedAt) : null);
  const open = entry.run
    ? `no verdict within ${waitOf(options)} s: give a longer --wait, or look again at ${options.url}${options.api ?? MOUNT.api}/sentry/runs/${entry.run}`
    : entry.output;
  return {
    check,
    verdict,
    run: entry.run,
    cause: run ? run.cause : entry.cause,
    warnings: run?.warnings ?? [],
    unmet: run?.expectations.filter((one) => !one.ok) ?? [],
    latencyMs: run ? run.latencyMs : entry.observedValue,
    decidedMs: since(run?.decidedAt ?? null),
    sentry: run?.links.sentry ?? null,
    remedyLink: run?.links.remedy ?? null,
    note: trouble ? `the run could not be followed: ${trouble}` : verdict === "pending" ? open : null,
  };
}

const isGood = (verdict: Verdict): boolean => verdict === "pass" || verdict === "warn";

function worst(checks: readonly CheckResult[]): VerifyResult["status"] {
  if (checks.every((one) => one.verdict === "pass")) return "pass";
  return checks.every((one) => isGood(one.verdict)) ? "warn" : "fail";
}
