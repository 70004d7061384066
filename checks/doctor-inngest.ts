import type { Finding } from "./doctor";
import type { InngestFacts, Outcome } from "./doctor-facts";
import { failureChange, failureSaid, isGood, isInsecure, isSlow, isStatus, OWN_LOAD } from "./doctor-outcome";

type Failed = Extract<Outcome, { kind: "failed" }>;

const LOST = "Tasks do not run, so neither they nor their errors happen.";

const fail = (code: string, title: string, what: string, change: string): Finding => ({
  code,
  level: "fail",
  title,
  what,
  why: LOST,
  change,
});

/** Whether Inngest can be reached, knows the functions, and would be answered. */
export function examineInngest(facts: InngestFacts): Finding[] {
  const { mode, eventKey, served, events, sent, functions, eventHost, apiHost } = facts;
  const found: Finding[] = [];
  if (!facts.middleware)
    found.push({
      ...fail(
        "inngest_middleware_missing",
        "The Inngest client lacks the middleware that reports",
        "No SentryMiddleware is among the client's own.",
        "inngest/client.ts: new Inngest({ middleware: [SentryMiddleware] })",
      ),
      why: "Inngest turns an error of a task into an answer: without the middleware nobody reports it.",
    });
  if (mode === "cloud" && !eventKey)
    found.push(
      fail(
        "inngest_event_key_missing",
        "No event key",
        "INNGEST_EVENT_KEY is not set, so no event can be handed to Inngest.",
        "INNGEST_EVENT_KEY=<a key of this environment: Inngest, Manage, Event keys>",
      ),
    );
  if (served?.kind === "failed" && isSlow(served)) found.push(slowRoute(served));
  else if (served && !isGood(served) && !isInsecure(served))
    found.push(
      fail(
        "inngest_endpoint_silent",
        "The app's own Inngest route does not answer",
        served.kind === "failed"
          ? failureSaid("/api/inngest", served)
          : `/api/inngest answered ${served.status}.`,
        "app/api/inngest/route.ts: export const { GET, POST, PUT } = serve({ client, functions }); let no proxy or login stand before it.",
      ),
    );
  for (const [host, outcome] of [
    [eventHost, events],
    [eventHost, sent],
    [apiHost, functions],
  ] as const) {
    if (outcome?.kind === "failed" && !isInsecure(outcome)) return [...found, notReached(host, outcome)];
  }
  found.push(...examineSending(facts));
  return [...found, ...examineFunctions(facts, found.length === 0)];
}

function notReached(host: string, failed: Failed): Finding {
  const slow = isSlow(failed);
  return {
    ...fail(
      slow ? "inngest_timeout" : "inngest_unreachable",
      slow ? "Inngest does not answer in time" : "Inngest cannot be reached",
      failureSaid(host, failed),
      failureChange(host, "INNGEST_BASE_URL", failed),
    ),
    ...(slow && { why: "An Inngest that does not answer runs no tasks, so their errors never happen." }),
  };
}

/** Inngest would have waited longer: that the app is slow to answer itself says nothing of its route. */
const slowRoute = (served: Failed): Finding => ({
  code: "inngest_endpoint_slow",
  level: "warn",
  title: "The app's own Inngest route is slow",
  what: failureSaid("/api/inngest", served),
  why: "Whether Inngest would be answered is not known from here.",
  change: OWN_LOAD,
});

/** What the event endpoint says to no events, sent with the app's key. */
function examineSending({ eventHost, events, sent }: InngestFacts): Finding[] {
  const refused = sent && isStatus(sent, 401, 403);
  if (refused)
    return [
      fail(
        "inngest_event_key_refused",
        "Inngest refuses the event key",
        `${eventHost} does not take INNGEST_EVENT_KEY.`,
        "INNGEST_EVENT_KEY=<a key of this environment: Inngest, Manage, Event keys>",
      ),
    ];
  const broken = [events, sent].find((one) => one?.kind === "answered" && one.status >= 500);
  if (broken?.kind !== "answered") return [];
  return [
    fail(
      "inngest_events_refused",
      "Inngest takes no events now",
      `${eventHost} answered ${broken.status} where events are sent.`,
      "Read status.inngest.com, or the log of your own Inngest and the proxy before it; then examine again. INNGEST_BASE_URL must be Inngest's address.",
    ),
  ];
}

/** How Inngest is told of the functions: signed, it takes nobody's word but its own. */
const syncing = ({ mode, origin }: InngestFacts): string => {
  const address = `${origin ?? "https://<this app>"}/api/inngest`;
  return mode === "dev"
    ? `curl -X PUT ${address}`
    : `Sync the app: Inngest, Apps, Sync, with the address ${address} as Inngest reaches it; a server of your own is started with --sdk-url ${address}`;
};

function examineFunctions(facts: InngestFacts, well: boolean): Finding[] {
  const { functions, registered, expected, apiHost } = facts;
  if (isStatus(functions, 401, 403))
    return [
      fail(
        "inngest_signing_key_refused",
        "Inngest refuses the signing key",
        `${apiHost} does not take INNGEST_SIGNING_KEY.`,
        "INNGEST_SIGNING_KEY=<the signing key of this environment: Inngest, Manage, Signing key>",
      ),
    ];
  if (registered === null)
    return [
      {
        code: "inngest_functions_unasked",
        level: "note",
        title: "Inngest did not list its functions",
        what:
          functions.kind === "failed"
            ? `${apiHost} was not asked: over http the signing key would cross the network in the clear.`
            : `${apiHost} answers, but not to the question which functions it knows of this app.`,
        why: "A function that Inngest does not know is never called.",
        change: 'Fire the check "sentry-inngest": it proves the same.',
      },
    ];
  const missing = expected.filter((slug) => !registered.includes(slug));
  if (missing.length > 0)
    return [
      fail(
        "inngest_functions_unregistered",
        "Inngest does not know the functions",
        `Not registered: ${missing.join(", ")}.`,
        syncing(facts),
      ),
    ];
  if (!well) return [];
  return [
    {
      code: "inngest_ok",
      level: "ok",
      title: "Inngest",
      what: `${apiHost} answers, and knows ${expected.length === 1 ? "the function" : `all ${expected.length} functions`} of this app.`,
      why: "",
      change: "",
    },
  ];
}
