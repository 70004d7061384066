import { BROWSER_SEEN, BROWSER_WITNESS, type BrowserRun, BY_POLICY } from "#checks/browser-mark.js";
import { isConfigured } from "#sentry/sdk/browser/given-settings.js";
import { browserSdk } from "#sentry/sdk/browser/sdk-state.js";
import type { BrowserFact } from "#verdict/evidence/submissions.js";
import { News } from "./news.js";
import { Submissions } from "./submissions.js";

/** What became of an event once one of these is known. */
const FATES: readonly string[] = ["dropped", "accepted", "rejected", "not_sent"];
/** The SDK takes an error at once; only a boundary's report waits for React. */
const CAPTURE_MS = 2_000;
/** Longer than the SDK's transport is given for an answer. */
const FATE_MS = 6_000;
/** What the SDK needs to tell of events is one small script of the app's own. */
const WITNESS_MS = 10_000;
/** A policy speaks up within milliseconds of what it blocked, before it or after it. */
const POLICY_MS = 300;

type Seen = { eventId: string; fact: BrowserFact; at: number };

export interface Watching {
  /** Says that the error of `role` is raised, raises it, and waits for what becomes of it, a few seconds at most. */
  raise(role: string, act: () => void): Promise<void>;
  end(): void;
}

/** Watches what this browser does with a run's errors, and hands it to the server bit by bit. */
export function watch(run: BrowserRun): Watching {
  const sdk = browserSdk();
  const submissions = new Submissions(run);
  const seen = listen(run, submissions);
  const ready = untilWitnessed();
  submissions.add("main", {
    kind: "sdk_seen",
    started: sdk !== null,
    enabled: sdk?.enabled ?? true,
    sampleRate: sdk?.sampleRate ?? 1,
    wiring: sdk?.wiring ?? "installed",
    configured: sdk !== null || isConfigured(),
  });
  submissions.handOver();
  return {
    async raise(role, act) {
      await ready;
      submissions.add(role, { kind: "raised", attempt: null, traceId: null });
      act();
      if (sdk?.enabled && (await seen.oneOf(role, ["captured"], CAPTURE_MS)))
        await seen.oneOf(role, FATES, FATE_MS);
      submissions.handOver();
    },
    end() {
      submissions.handOver();
      seen.end();
    },
  };
}

/** Resolves once the page's SDK tells of events; where it cannot, the errors are raised all the same, and nobody tells. */
async function untilWitnessed(): Promise<void> {
  const begin: unknown = Reflect.get(globalThis, BROWSER_WITNESS);
  if (typeof begin !== "function") return;
  const patience = new Promise((resolve) => setTimeout(resolve, WITNESS_MS));
  await Promise.race([Promise.resolve(begin()).catch(() => undefined), patience]);
}

/** Notes what the SDK and the page's policy say of a run's events. */
function listen({ parts }: BrowserRun, submissions: Submissions) {
  const news = new News();
  const known = new Map<string, Set<string>>();
  let barred = false;
  const onSeen = async (event: Event) => {
    const { eventId, fact, at } = (event as CustomEvent<Seen>).detail;
    const role = parts.find((part) => part.eventId === eventId)?.role;
    if (!role) return;
    if (fact.kind === "not_sent") await news.until(() => barred, POLICY_MS);
    submissions.add(role, fact.kind === "not_sent" && barred ? { ...fact, code: BY_POLICY } : fact, at);
    known.set(role, (known.get(role) ?? new Set()).add(fact.kind));
    news.tell();
  };
  const onViolation = (event: SecurityPolicyViolationEvent) => {
    if (event.effectiveDirective !== "connect-src" || event.disposition !== "enforce") return;
    barred ||= isIngest(event.blockedURI);
    news.tell();
  };
  addEventListener(BROWSER_SEEN, onSeen);
  document.addEventListener("securitypolicyviolation", onViolation);
  return {
    /** Whether one of these is known of a role, now or within so many milliseconds. */
    async oneOf(role: string, kinds: readonly string[], ms: number): Promise<boolean> {
      const has = () => kinds.some((kind) => known.get(role)?.has(kind));
      await news.until(has, ms);
      return has();
    },
    end() {
      removeEventListener(BROWSER_SEEN, onSeen);
      document.removeEventListener("securitypolicyviolation", onViolation);
    },
  };
}

/** True for what is blocked at the place that this page's SDK sends to. */
const isIngest = (blocked: string): boolean =>
  URL.canParse(blocked) && new URL(blocked).host === browserSdk()?.sendsTo;
