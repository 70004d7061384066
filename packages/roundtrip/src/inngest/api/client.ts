import { z } from "zod";
import { type Asked, ask } from "#network/ask.js";
import type { Outcome } from "#network/outcome.js";
import { isStatus } from "#network/outcome.js";
import { type InngestKind, type PlannedFunction, planIn } from "#verdict/inngest/plan.js";
import { hashSigningKey } from "./signature.js";

/** Whom to ask, and with which key. */
export interface InngestAccess {
  mode: "dev" | "cloud";
  /** The Inngest SDK's own address of the API. */
  apiUrl: string;
  app: string;
  signingKey: string | undefined;
  /** The key before, which Inngest's SDK tries when the first one is refused. */
  fallbackKey?: string | undefined;
  /** The branch environment, which Inngest's SDK names in every request; null in the others. */
  environment?: string | null;
}

/** Inngest Cloud is known by its name. */
export const isCloud = (url: string): boolean => /(^|\.)inngest\.com$|^inn\.gs$/.test(new URL(url).hostname);

/** A dev server says so in every answer. */
export function kindOf(url: string, headers: Headers): InngestKind {
  if (headers.get("x-inngest-server-kind") === "dev") return "dev";
  return isCloud(url) ? "cloud" : "self-hosted";
}

export const inEnvironment = (environment: string | null | undefined): Record<string, string> =>
  environment ? { "x-inngest-env": environment } : {};

/** One question to Inngest's REST API, signed as its SDK signs. */
async function askApi(access: InngestAccess, path: string, deadline: AbortSignal): Promise<Asked> {
  const askWith = (key: string | undefined) =>
    ask(new URL(path, access.apiUrl), {
      headers: {
        ...inEnvironment(access.environment),
        ...(key ? { authorization: `Bearer ${hashSigningKey(key)}` } : {}),
      },
      secret: Boolean(key),
      deadline,
    });
  const signed = access.mode === "cloud";
  const asked = await askWith(signed ? access.signingKey : undefined);
  const again = signed && access.fallbackKey && isStatus(asked.outcome, 401, 403);
  return again ? askWith(access.fallbackKey) : asked;
}

/** Asks Inngest which functions of an app it holds; null where it does not say. */
export async function askFunctions(
  access: InngestAccess,
  deadline: AbortSignal,
): Promise<{ outcome: Outcome; registered: PlannedFunction[] | null; kind: InngestKind }> {
  const path = `/v1/apps/${encodeURIComponent(access.app)}/functions`;
  const { outcome, body, headers } = await askApi(access, path, deadline);
  const good = outcome.kind === "answered" && outcome.status === 200;
  return { outcome, registered: good ? planIn(body) : null, kind: kindOf(access.apiUrl, headers) };
}

const Runs = z.looseObject({ data: z.array(z.unknown()) });

/**
 * What became of an event that Inngest took: nothing is known of it there, it is there and started nothing, or it
 * started a function; null where Inngest does not say.
 * @param id Inngest's own, as it answered when it took the event
 */
export async function askEvent(
  access: InngestAccess,
  id: string,
  deadline: AbortSignal,
): Promise<"unknown" | "unstarted" | "started" | null> {
  const path = `/v1/events/${encodeURIComponent(id)}`;
  const [event, runs] = await Promise.all([
    askApi(access, path, deadline),
    askApi(access, `${path}/runs`, deadline),
  ]);
  const listed = Runs.safeParse(runs.body);
  if (isStatus(runs.outcome, 200) && listed.success && listed.data.data.length > 0) return "started";
  if (isStatus(event.outcome, 404)) return "unknown";
  if (!isStatus(event.outcome, 200) || !listed.success) return null;
  return "unstarted";
}
