import { createHash, createHmac } from "node:crypto";
import { z } from "zod";
import type { InngestFacts, Outcome } from "@/checks/doctor-facts";
import { ask } from "./doctor-ask";
import { ownHeaders } from "./origin";

/** `GET /v1/apps/{app}/functions`, as Inngest's server answers it: a bare list, null when there is none. */
const Listed = z.array(z.looseObject({ slug: z.string() }));
const Functions = z.union([Listed, z.null(), z.looseObject({ data: Listed.nullable() })]);

export interface InngestQuestion {
  mode: "dev" | "cloud";
  /** The Inngest SDK's own addresses. */
  apiUrl: string;
  eventUrl: string;
  app: string;
  /** Slugs of the functions that this app serves. */
  expected: readonly string[];
  eventKey: boolean;
  signingKey: string | undefined;
  origin: string | null;
}

/** Whom to ask about the functions of an app, and with which key. */
export type FunctionsQuestion = Pick<InngestQuestion, "mode" | "apiUrl" | "app" | "signingKey">;

/** Asks Inngest which functions of an app it knows, by their slugs; null where it does not say. */
export async function askFunctions(
  { mode, apiUrl, app, signingKey }: FunctionsQuestion,
  deadline: AbortSignal,
): Promise<{ outcome: Outcome; registered: string[] | null }> {
  const key = mode === "cloud" && signingKey ? signingKey : null;
  const headers = key ? { authorization: `Bearer ${hashSigningKey(key)}` } : {};
  const { outcome, body } = await ask(new URL(`/v1/apps/${encodeURIComponent(app)}/functions`, apiUrl), {
    headers,
    deadline,
  });
  const good = outcome.kind === "answered" && outcome.status === 200;
  const parsed = Functions.safeParse(body);
  const list = parsed.data && !Array.isArray(parsed.data) ? parsed.data.data : parsed.data;
  return { outcome, registered: good && parsed.success ? (list ?? []).map(({ slug }) => slug) : null };
}

/** Asks Inngest whether it is there and what it knows of this app. No event is sent. */
export async function inngestFacts(question: InngestQuestion, deadline: AbortSignal): Promise<InngestFacts> {
  const { mode, apiUrl, eventUrl, expected, eventKey, signingKey, origin } = question;
  const key = mode === "cloud" && signingKey ? signingKey : null;
  const [events, functions, served] = await Promise.all([
    ask(new URL("/health", eventUrl), { deadline }),
    askFunctions(question, deadline),
    origin === null
      ? null
      : ask(`${origin}/api/inngest`, {
          headers: { ...ownHeaders(), ...(key ? signature(key) : {}) },
          deadline,
        }),
  ]);
  return {
    mode,
    eventHost: new URL(eventUrl).host,
    apiHost: new URL(apiUrl).host,
    eventKey,
    served: served?.outcome ?? null,
    events: events.outcome,
    functions: functions.outcome,
    registered: functions.registered,
    expected,
  };
}

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
