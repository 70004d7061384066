import { hrefOf } from "#checks/mount/addresses.js";
import { ownHeaders } from "#config/app/origin.js";
import type { InngestFacts } from "#doctor/facts.js";
import { isHttp } from "#inngest/api/access.js";
import { addressFacts } from "#inngest/api/address.js";
import { askFunctions, type InngestAccess, inEnvironment, kindOf } from "#inngest/api/client.js";
import { placeOf } from "#inngest/api/place.js";
import { signature } from "#inngest/api/signature.js";
import { type Asked, ask } from "#network/ask.js";
import type { Outcome } from "#network/outcome.js";
import { addressesOf, type PlannedFunction } from "#verdict/inngest/plan.js";

/** More addresses than these are not looked at: an app has one. */
const MOST_ADDRESSES = 3;

export interface InngestQuestion extends InngestAccess {
  middleware: InngestFacts["middleware"];
  /** The app's route says which deployment it is of; else nobody can tell who answers where Inngest calls. */
  proves: boolean;
  eventUrl: string;
  /** The functions that this app serves. */
  expected: readonly PlannedFunction[];
  eventKey: string | undefined;
  /** INNGEST_SERVE_ORIGIN. */
  serveOrigin: string | undefined;
  origin: string | null;
}

/** Asks Inngest whether it is there and what it holds of this app. No event is sent. */
export async function inngestFacts(question: InngestQuestion, deadline: AbortSignal): Promise<InngestFacts> {
  const { mode, apiUrl, eventUrl, expected, eventKey, signingKey, origin, environment } = question;
  if (![apiUrl, eventUrl].every(isHttp)) return unasked(question);
  const key = mode === "cloud" && signingKey ? signingKey : null;
  const [events, sent, functions, served] = await Promise.all([
    ask(new URL("/health", eventUrl), { deadline }),
    eventKey ? sendNothing(eventUrl, eventKey, environment, deadline) : null,
    askFunctions(question, deadline),
    origin === null ? null : askRoute(origin, key, deadline),
  ]);
  const called = question.proves ? addressesOf(functions.registered ?? []) : [];
  const addresses = called.slice(0, MOST_ADDRESSES);
  return {
    app: question.app,
    middleware: question.middleware,
    mode,
    server: kindOf(eventUrl, events.headers) === "dev" ? "dev" : functions.kind,
    place: placeOf(question),
    serveOrigin: question.serveOrigin || null,
    hasAddress: true,
    eventHost: new URL(eventUrl).host,
    apiHost: new URL(apiUrl).host,
    eventKey: Boolean(eventKey),
    served,
    origin,
    events: events.outcome,
    sent: sent?.outcome ?? null,
    functions: functions.outcome,
    registered: functions.registered,
    expected,
    addresses: await Promise.all(addresses.map((one) => addressFacts(one, deadline))),
    skewMs: events.skewMs,
  };
}

/** What is known of an app whose Inngest has no address. */
function unasked({
  app,
  middleware,
  mode,
  serveOrigin,
  eventKey,
  expected,
  origin,
}: InngestQuestion): InngestFacts {
  const outcome: Outcome = { kind: "failed", reason: "network", code: "ERR_INVALID_URL" };
  return {
    app,
    middleware,
    mode,
    server: "self-hosted",
    place: null,
    serveOrigin: serveOrigin || null,
    hasAddress: false,
    eventHost: "",
    apiHost: "",
    eventKey: Boolean(eventKey),
    served: null,
    origin,
    events: outcome,
    sent: null,
    functions: outcome,
    registered: null,
    expected,
    addresses: [],
    skewMs: null,
  };
}

/** Asks the app's own route as Inngest would: it refuses whoever does not sign. */
async function askRoute(origin: string, key: string | null, deadline: AbortSignal): Promise<Outcome> {
  const { outcome } = await ask(`${origin}${hrefOf("/api/inngest")}`, {
    headers: {
      ...ownHeaders(),
      ...(key ? { ...signature(key), "x-inngest-server-kind": "cloud" } : {}),
    },
    // A signature is good for five minutes, and for this question alone.
    secret: Object.keys(ownHeaders()).length > 0,
    deadline,
  });
  return outcome;
}

/** An empty list of events: the key is looked at, and no event comes of it. */
const sendNothing = (
  eventUrl: string,
  key: string,
  environment: string | null | undefined,
  deadline: AbortSignal,
): Promise<Asked> =>
  ask(new URL(`/e/${encodeURIComponent(key)}`, eventUrl), {
    method: "POST",
    headers: { "content-type": "application/json", ...inEnvironment(environment) },
    body: "[]",
    secret: true,
    deadline,
  });
