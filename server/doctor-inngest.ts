import { createHash, createHmac } from "node:crypto";
import { z } from "zod";
import type { InngestFacts, Outcome } from "@/checks/doctor-facts";
import { isStatus } from "@/checks/doctor-outcome";
import { type Asked, ask } from "./doctor-ask";
import { ownHeaders } from "./origin";

/** `GET /v1/apps/{app}/functions`, as Inngest's server answers it: a bare list, in which `id` is the app's own name. */
const Listed = z.array(
  z.looseObject({ id: z.string(), config: z.looseObject({ slug: z.string() }).optional() }),
);
const Functions = z.union([Listed, z.null(), z.looseObject({ data: Listed.nullable() })]);

export interface InngestQuestion {
  /** The client has the middleware that reports failed tasks. */
  middleware: boolean;
  mode: "dev" | "cloud";
  /** The Inngest SDK's own addresses. */
  apiUrl: string;
  eventUrl: string;
  app: string;
  /** Slugs of the functions that this app serves. */
  expected: readonly string[];
  eventKey: string | undefined;
  signingKey: string | undefined;
  /** The key before, which Inngest's SDK tries when the first one is refused. */
  fallbackKey?: string | undefined;
  /** The branch environment, which Inngest's SDK names in every request; null in the others. */
  environment?: string | null;
  origin: string | null;
}

/** Whom to ask about the functions of an app, and with which key. */
export type FunctionsQuestion = Pick<
  InngestQuestion,
  "mode" | "apiUrl" | "app" | "signingKey" | "fallbackKey" | "environment"
>;

/** Asks Inngest which functions of an app it knows, by their slugs; null where it does not say. */
export async function askFunctions(
  { mode, apiUrl, app, signingKey, fallbackKey, environment }: FunctionsQuestion,
  deadline: AbortSignal,
): Promise<{ outcome: Outcome; registered: string[] | null }> {
  const askWith = (key: string | undefined) =>
    ask(new URL(`/v1/apps/${encodeURIComponent(app)}/functions`, apiUrl), {
      headers: {
        ...inEnvironment(environment),
        ...(key ? { authorization: `Bearer ${hashSigningKey(key)}` } : {}),
      },
      secret: Boolean(key),
      deadline,
    });
  const signed = mode === "cloud";
  let asked = await askWith(signed ? signingKey : undefined);
  if (signed && fallbackKey && isStatus(asked.outcome, 401, 403)) asked = await askWith(fallbackKey);
  const { outcome, body } = asked;
  const good = outcome.kind === "answered" && outcome.status === 200;
  const parsed = Functions.safeParse(body);
  const list = parsed.data && !Array.isArray(parsed.data) ? parsed.data.data : parsed.data;
  return {
    outcome,
    registered: good && parsed.success ? (list ?? []).map(({ id, config }) => config?.slug ?? id) : null,
  };
}

/** Asks Inngest whether it is there and what it knows of this app. No event is sent. */
export async function inngestFacts(question: InngestQuestion, deadline: AbortSignal): Promise<InngestFacts> {
  const { mode, apiUrl, eventUrl, expected, eventKey, signingKey, origin, environment } = question;
  const key = mode === "cloud" && signingKey ? signingKey : null;
  const [events, sent, functions, served] = await Promise.all([
    ask(new URL("/health", eventUrl), { deadline }),
    eventKey ? sendNothing(eventUrl, eventKey, environment, deadline) : null,
    askFunctions(question, deadline),
    origin === null
      ? null
      : ask(`${origin}/api/inngest`, {
          headers: { ...ownHeaders(), ...(key ? signature(key) : {}) },
          // A signature is good for five minutes, and for this question alone.
          secret: Object.keys(ownHeaders()).length > 0,
          deadline,
        }),
  ]);
  return {
    middleware: question.middleware,
    mode,
    eventHost: new URL(eventUrl).host,
    apiHost: new URL(apiUrl).host,
    eventKey: Boolean(eventKey),
    served: served?.outcome ?? null,
    origin,
    events: events.outcome,
    sent: sent?.outcome ?? null,
    functions: functions.outcome,
    registered: functions.registered,
    expected,
    skewMs: events.skewMs,
  };
}

const inEnvironment = (environment: string | null | undefined): Record<string, string> =>
  environment ? { "x-inngest-env": environment } : {};

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

/** Asks as Inngest would: the route refuses whoever does not sign. */
function signature(key: string): Record<string, string> {
  const t = String(Math.floor(Date.now() / 1000));
  const mac = createHmac("sha256", key.slice(prefixOf(key).length))
    .update(t)
    .digest("hex");
  return { "x-inngest-signature": `t=${t}&s=${mac}`, "x-inngest-server-kind": "cloud" };
}

const prefixOf = (key: string): string => /^signkey-\w+-/.exec(key)?.[0] ?? "";

/** What Inngest takes in place of the key: the prefix and the SHA-256 of the key's bytes. */
function hashSigningKey(key: string): string {
  const prefix = prefixOf(key);
  const bytes = Buffer.from(key.slice(prefix.length), "hex");
  return `${prefix}${createHash("sha256").update(bytes).digest("hex")}`;
}
