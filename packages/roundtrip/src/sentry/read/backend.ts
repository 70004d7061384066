import { z } from "zod";
import { type ApiClient, answerOf, type RawAnswer } from "./api-client.js";

export type BackendKind = "sentry-saas" | "sentry-self-hosted" | "bugsink" | "glitchtip";

/** What answers at SENTRY_URL, as it says itself. */
export interface Backend {
  kind: BackendKind;
  /** Where people open it in a browser, without a slash at the end. */
  webUrl: string;
  /** It said which it is; false: it speaks like none of them, and is taken for a Sentry that hides it. */
  certain: boolean;
  /** Which version it says it is; null when it does not say. */
  version: string | null;
}

/** No address of a server is as long; what is longer is not even looked through. */
const MOST_CHARACTERS = 2_000;

/**
 * What Sentry tells its own web interface, without credentials: `sentryMode` is SAAS, SELF_HOSTED or SINGLE_TENANT,
 * `urlPrefix` its web address, which for SaaS is not that of the region's API (read in Sentry's source,
 * `sentry/web/client_config.py`).
 */
const ClientConfig = z.looseObject({
  sentryMode: z.string(),
  version: z.looseObject({ current: z.string() }).nullish().catch(null),
  urlPrefix: z
    .url({ protocol: /^https?$/ })
    .max(MOST_CHARACTERS)
    .nullish()
    .catch(null),
});

/**
 * What GlitchTip tells its own web interface. It answers some of Sentry's addresses, with slugs alone, so that its 404 says
 * nothing of an event.
 */
const GlitchTip = z.looseObject({
  glitchtipInstanceName: z.unknown().refine((name) => name !== undefined),
  version: z.string().max(40).catch(""),
});

/**
 * Asks a server what it is: one request for Sentry, up to three for anything else. Rejects with
 * `Unreadable` where it is away or in trouble.
 */
export async function detectBackend(api: ApiClient): Promise<Backend> {
  const own = api.base.replace(/\/+$/, "");
  const config = ClientConfig.safeParse((await heard(api, "api/client-config/")).body);
  if (config.success) {
    const { sentryMode, urlPrefix, version } = config.data;
    const kind = sentryMode === "SELF_HOSTED" ? "sentry-self-hosted" : "sentry-saas";
    return {
      kind,
      webUrl: urlPrefix?.replace(/\/+$/, "") ?? own,
      certain: true,
      version: version?.current ?? null,
    };
  }
  if (isBugsink(await heard(api, "api/canonical/0/")))
    return { kind: "bugsink", webUrl: own, certain: true, version: null };
  const glitchTip = GlitchTip.safeParse((await heard(api, "api/settings/")).body);
  if (glitchTip.success)
    return { kind: "glitchtip", webUrl: own, certain: true, version: glitchTip.data.version || null };
  return { kind: "sentry-self-hosted", webUrl: own, certain: false, version: null };
}

/** An answer, unless it only says that the server is in trouble or wants to be left alone. */
async function heard(api: ApiClient, path: string): Promise<RawAnswer> {
  const answer = await api.ask(path);
  if (answer.status === 429 || answer.status >= 500) answerOf(answer);
  return answer;
}

/** In the words of Django REST framework; many a gateway asks for a bearer token in words of its own. */
const Refusal = z.looseObject({ detail: z.literal("Authentication credentials were not provided.") });

/** Bugsink's canonical API refuses a stranger in JSON; no Sentry has that address. */
const isBugsink = ({ status, body, headers }: RawAnswer): boolean =>
  status === 401 &&
  Refusal.safeParse(body).success &&
  /^bearer\b/i.test(headers.get("www-authenticate") ?? "");
