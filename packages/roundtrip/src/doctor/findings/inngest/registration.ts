import { hrefOf, mountedFile } from "#checks/mount/addresses.js";
import type { InngestFacts } from "#doctor/facts.js";
import type { Finding } from "#doctor/finding.js";
import type { Outcome } from "#network/outcome.js";
import {
  failureChange,
  failureSaid,
  isGood,
  isInsecure,
  isSlow,
  isStatus,
  OWN_LOAD,
} from "#network/outcome.js";
import { keyLine } from "#verdict/inngest/remedy.js";
import { examinePlan } from "./plan.js";

type Failed = Extract<Outcome, { kind: "failed" }>;

const LOST = "Tasks do not run, so their errors never happen.";

const fail = (code: string, title: string, what: string, change: string): Finding => ({
  code,
  level: "fail",
  title,
  what,
  why: LOST,
  change,
});

const NO_ADDRESS = fail(
  "inngest_address_unusable",
  "Inngest's address cannot be used",
  "The Inngest client has an address that does not begin with http:// or https://, so nothing can be sent there.",
  "INNGEST_BASE_URL=http://<host>:<port>, the address of your Inngest server. If the client names it in code, correct it there.",
);

const OTHER_MIDDLEWARE: Finding = {
  code: "inngest_middleware_other",
  level: "warn",
  title: "The Inngest client has other middleware than Roundtrip's",
  what: "No SentryMiddleware is among the client's own. Whether another one reports failed tasks cannot be seen.",
  why: "Inngest turns an error of a task into an answer: without a middleware that reports it, nobody does.",
  change:
    'Fire the check "sentry-inngest". If nothing captures its error, add SentryMiddleware of @roundtrip/next/inngest to the client.',
};

/** What the app itself has: a client that reports, a key for events, a route that answers. */
function examineOwn(facts: InngestFacts): Finding[] {
  const { mode, server, eventKey, served } = facts;
  const found: Finding[] = [];
  if (facts.middleware === "perhaps") found.push(OTHER_MIDDLEWARE);
  if (facts.middleware === "none")
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
        keyLine("INNGEST_EVENT_KEY", server),
      ),
    );
  if (served?.kind === "failed" && isSlow(served)) found.push(slowRoute(served));
  else if (served?.kind === "failed" && !isInsecure(served)) found.push(unreachedRoute(facts, served));
  else if (served?.kind === "answered" && !isGood(served))
    found.push(
      fail(
        "inngest_endpoint_silent",
        "The app's own Inngest route does not answer",
        `${hrefOf("/api/inngest")} answered ${served.status}.`,
        `${mountedFile("app/api/inngest/route.ts")}: export const { GET, POST, PUT } = serve({ client, functions }); let no proxy or login answer in its place. If the app serves Inngest at another address, next.config: withRoundtrip(yours, { mount: { inngest: "/its/address" } })`,
      ),
    );
  return found;
}

/** Whether Inngest can be reached, knows the functions, and would be answered. */
export function examineInngest(facts: InngestFacts): Finding[] {
  const { mode, server, events, sent, functions, eventHost, apiHost } = facts;
  const found = examineOwn(facts);
  if (!facts.hasAddress) return [...found, NO_ADDRESS];
  for (const [host, outcome] of [
    [eventHost, events],
    [eventHost, sent],
    [apiHost, functions],
  ] as const) {
    if (outcome?.kind === "failed" && !isInsecure(outcome)) return [...found, notReached(host, outcome)];
  }
  found.push(...examineSending(facts));
  if (mode === "cloud" && server === "dev") return [...found, devServer(facts)];
  if (isStatus(functions, 401, 403))
    return [
      ...found,
      fail(
        "inngest_signing_key_refused",
        "Inngest refuses the signing key",
        `${apiHost} does not take INNGEST_SIGNING_KEY.`,
        keyLine("INNGEST_SIGNING_KEY", server),
      ),
    ];
  return [...found, ...examinePlan(facts, found.length === 0)];
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
  what: failureSaid(hrefOf("/api/inngest"), served),
  why: "Whether Inngest would be answered is not known from here.",
  change: OWN_LOAD,
});

/** Nobody answered at the app's own address, which says nothing of the route: Inngest may reach it at another one. */
const unreachedRoute = ({ origin }: InngestFacts, served: Failed): Finding => ({
  code: "inngest_endpoint_unreached",
  level: "fail",
  title: "The app does not reach its own Inngest route",
  what: failureSaid(hostOf(origin), served),
  why: "Whether Inngest would be answered is not known from here, and `verify` fires nothing at this address.",
  change: failureChange(hostOf(origin), "APP_URL", served),
});

const hostOf = (origin: string | null): string => (origin === null ? "the app" : new URL(origin).host);

/** It takes every event and signs nothing: a built app refuses its calls, and rightly. */
const devServer = ({ apiHost, origin }: InngestFacts): Finding =>
  fail(
    "inngest_dev_server",
    "An Inngest dev server is behind this app",
    `${apiHost} says that it is a dev server. It signs none of its calls, so that this app refuses them.`,
    `Start the server as: inngest start --event-key <INNGEST_EVENT_KEY> --signing-key <INNGEST_SIGNING_KEY without signkey-prod-> --sdk-url ${origin ?? "https://<this app>"}${hrefOf("/api/inngest")}. Or set INNGEST_BASE_URL to the server that is meant.`,
  );

/** What the event endpoint says to no events, sent with the app's key. */
function examineSending({ eventHost, events, sent, server }: InngestFacts): Finding[] {
  const refused = sent && isStatus(sent, 401, 403);
  if (refused)
    return [
      fail(
        "inngest_event_key_refused",
        "Inngest refuses the event key",
        `${eventHost} does not take INNGEST_EVENT_KEY.`,
        keyLine("INNGEST_EVENT_KEY", server),
      ),
    ];
  const broken = [events, sent].find((one) => one?.kind === "answered" && one.status >= 500);
  if (broken?.kind !== "answered") return [];
  return [
    fail(
      "inngest_events_refused",
      "Inngest takes no events now",
      `${eventHost} answered ${broken.status} where events are sent.`,
      server === "cloud"
        ? "Read status.inngest.com, and the log of a proxy on the way there; examine again once Inngest takes events."
        : "Read the log of your Inngest server, and of the proxy before it; then examine again. INNGEST_BASE_URL must be the server's address.",
    ),
  ];
}
