import { z } from "zod";
import type { PageFacts, SdkFacts } from "@/checks/doctor-facts";
import { ATTRIBUTE } from "@/sentry/browser-settings";
import { type Asked, ask } from "./doctor-ask";
import { ownHeaders } from "./origin";

const Settings = z.looseObject({ dsn: z.string(), release: z.string(), environment: z.string() });
/** Pages that anybody may open: the app's first one, and Roundtrip's own way in. */
const PAGES = ["/", "/admin/login"] as const;

export interface PageQuestion {
  /** Where the app answers to itself; null: it does not know. */
  origin: string | null;
  dsn: string | undefined;
  ingestOrigin: string;
  release: string;
  environment: string;
}

/** Looks at what a browser would get. */
export async function pageFacts(question: PageQuestion, deadline: AbortSignal): Promise<PageFacts> {
  const { origin, dsn, ingestOrigin, release, environment } = question;
  const facts = { dsn: ingestOrigin !== "", ingestOrigin, origin: origin ?? "", release, environment };
  if (origin === null) return { ...facts, outcome: null, settings: null, policies: [] };
  const asked = await Promise.all(
    PAGES.map(async (page) => ({
      page,
      asked: await ask(`${origin}${page}`, { deadline, headers: ownHeaders() }),
    })),
  );
  const first = asked[0]?.asked;
  return {
    ...facts,
    outcome: first?.outcome ?? null,
    settings: first ? settingsOf(first, dsn) : null,
    policies: asked.flatMap(({ page, asked: { headers } }) => {
      const policy = headers.get("content-security-policy");
      return policy ? [{ page, policy }] : [];
    }),
  };
}

const ENTITIES: Readonly<Record<string, string>> = {
  "&quot;": '"',
  "&#x27;": "'",
  "&lt;": "<",
  "&gt;": ">",
  "&amp;": "&",
};

function settingsOf({ text }: Asked, dsn: string | undefined): PageFacts["settings"] {
  const raw = new RegExp(`<html[^>]*\\s${ATTRIBUTE}="([^"]*)"`, "i").exec(text)?.[1];
  if (raw === undefined) return null;
  const json = raw.replace(/&(?:quot|#x27|lt|gt|amp);/g, (entity) => ENTITIES[entity] ?? entity);
  try {
    const { data } = Settings.safeParse(JSON.parse(json));
    return data ? { sameDsn: data.dsn === dsn, release: data.release, environment: data.environment } : null;
  } catch {
    return null;
  }
}

const Edge = z.object({
  initialised: z.boolean(),
  enabled: z.boolean(),
  sameDsn: z.boolean(),
  release: z.string().nullable(),
  environment: z.string().nullable(),
  sampleRate: z.number(),
  cores: z.array(z.string()),
}) satisfies z.ZodType<SdkFacts>;

/** Asks the SDK of the edge runtime through a route that runs there; null when it does not answer. */
export async function edgeFacts(
  origin: string | null,
  token: string | undefined,
  deadline: AbortSignal,
): Promise<SdkFacts | null> {
  if (origin === null) return null;
  const { outcome, body } = await ask(`${origin}/api/health/sentry/doctor/edge`, {
    deadline,
    headers: { ...ownHeaders(), ...(token ? { authorization: `Bearer ${token}` } : {}) },
  });
  if (outcome.kind !== "answered" || outcome.status !== 200) return null;
  return Edge.safeParse(body).data ?? null;
}
