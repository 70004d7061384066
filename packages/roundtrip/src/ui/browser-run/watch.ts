import { BROWSER_SEEN, type BrowserRun, BY_POLICY } from "#checks/browser-mark.js";
import { hrefOf } from "#checks/mount/addresses.js";
import { isConfigured } from "#sentry/sdk/browser/given-settings.js";
import { browserSdk } from "#sentry/sdk/browser/sdk-state.js";
import type { BrowserFact, Submission } from "#verdict/evidence/submissions.js";

/** What became of an event once one of these is known. */
const FATES: readonly string[] = ["dropped", "accepted", "rejected", "not_sent"];
/** The SDK takes an error at once; only a boundary's report waits for React. */
const CAPTURE_MS = 2_000;
/** Longer than the SDK's transport is given for an answer. */
const FATE_MS = 6_000;
/** A policy speaks up within milliseconds of what it blocked, before it or after it. */
const POLICY_MS = 300;

type Seen = { eventId: string; fact: BrowserFact; at: number };
type Fact =
  | Omit<Extract<Submission, { kind: "raised" }>, keyof Base>
  | Omit<Extract<Submission, { kind: "sdk_seen" }>, keyof Base>;
interface Base {
  id: string;
  role: string;
  at: number;
  process: string;
  runtime: string;
}

export interface Watching {
  /** Says that the error of `role` is raised, raises it, and waits for what becomes of it, a few seconds at most. */
  raise(role: string, act: () => void): Promise<void>;
  end(): void;
}

/** Watches what this browser does with a run's errors, and hands it to the server bit by bit. */
export function watch({ run, parts, capability }: BrowserRun): Watching {
  const process = crypto.randomUUID();
  const sdk = browserSdk();
  const known = new Map<string, Set<string>>();
  const news = new EventTarget();
  let unsent: Submission[] = [];
  let barred = false;

  const submit = (role: string, fact: Fact | BrowserFact, at = Date.now()) =>
    unsent.push({ id: crypto.randomUUID(), role, at, process, runtime: "browser", ...fact } as Submission);
  const until = (isThere: () => boolean, ms: number) =>
    new Promise<void>((resolve) => {
      const look = () => {
        if (!isThere()) return;
        done();
      };
      const done = () => {
        clearTimeout(timer);
        news.removeEventListener("news", look);
        resolve();
      };
      const timer = setTimeout(done, ms);
      news.addEventListener("news", look);
      look();
    });
  const tellNews = () => news.dispatchEvent(new Event("news"));

  const onSeen = async (event: Event) => {
    const { eventId, fact, at } = (event as CustomEvent<Seen>).detail;
    const role = parts.find((part) => part.eventId === eventId)?.role;
    if (!role) return;
    if (fact.kind === "not_sent") await until(() => barred, POLICY_MS);
    submit(role, fact.kind === "not_sent" && barred ? { ...fact, code: BY_POLICY } : fact, at);
    known.set(role, (known.get(role) ?? new Set()).add(fact.kind));
    tellNews();
  };
  const onViolation = (event: SecurityPolicyViolationEvent) => {
    if (event.effectiveDirective !== "connect-src" || event.disposition !== "enforce") return;
    barred ||= isIngest(event.blockedURI);
    tellNews();
  };
  addEventListener(BROWSER_SEEN, onSeen);
  document.addEventListener("securitypolicyviolation", onViolation);

  /** It explains a verdict, so losing it may be; it outlives the page. */
  const handOver = () => {
    if (unsent.length === 0) return;
    const body = JSON.stringify(unsent);
    unsent = [];
    void fetch(hrefOf(`/api/health/sentry/runs/${run}/evidence`), {
      method: "POST",
      keepalive: true,
      headers: { "content-type": "application/json", "x-check-token": capability },
      body,
    }).catch(() => undefined);
  };

  submit("main", {
    kind: "sdk_seen",
    started: sdk !== null,
    enabled: sdk?.enabled ?? true,
    sampleRate: sdk?.sampleRate ?? 1,
    wiring: sdk?.wiring ?? "installed",
    configured: sdk !== null || isConfigured(),
  });
  handOver();
  return {
    async raise(role, act) {
      const has = (kinds: readonly string[]) => kinds.some((kind) => known.get(role)?.has(kind));
      submit(role, { kind: "raised", attempt: null, traceId: null });
      act();
      if (sdk?.enabled) {
        await until(() => has(["captured"]), CAPTURE_MS);
        if (has(["captured"])) await until(() => has(FATES), FATE_MS);
      }
      handOver();
    },
    end() {
      handOver();
      removeEventListener(BROWSER_SEEN, onSeen);
      document.removeEventListener("securitypolicyviolation", onViolation);
    },
  };
}

/** True for what is blocked at the place that this page's SDK sends to. */
const isIngest = (blocked: string): boolean =>
  URL.canParse(blocked) && new URL(blocked).host === browserSdk()?.sendsTo;
