import { z } from "zod";
import type { Outcome, PageFacts } from "@/checks/doctor-facts";
import { isInsecure } from "@/checks/doctor-outcome";
import { type SdkFacts, SdkFactsSchema } from "@/checks/doctor-sdk-facts";
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
  if (origin === null) return { ...facts, outcome: null, page: "", settings: null, policies: [] };
  const asked = await Promise.all(
    PAGES.map(async (page) => ({
      page,
      asked: await ask(`${origin}${page}`, { deadline, headers: ownHeaders() }),
    })),
  );
  // An app's first page may send strangers elsewhere: to a login, to their language.
  const { page = "", asked: shown } = asked.find((one) => isShown(one.asked.outcome)) ?? asked[0] ?? {};
  return {
    ...facts,
    outcome: shown?.outcome ?? null,
    page,
    settings: shown ? settingsOf(shown, dsn) : null,
    policies: asked.flatMap(({ page, asked: { headers } }) => {
      const policy = headers.get("content-security-policy");
      return policy ? [{ page, policy }] : [];
    }),
  };
}

const isShown = (outcome: Outcome): boolean =>
  outcome.kind === "answered" && outcome.status < 400 && outcome.redirect === null;

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

/** Asks the SDK of the edge runtime through a route that runs there; null when it does not answer. */
export async function edgeFacts(
  origin: string | null,
  token: string | undefined,
  deadline: AbortSignal,
): Promise<{ edge: SdkFacts | null; edgeInsecure: boolean }> {
  if (origin === null) return { edge: null, edgeInsecure: false };
  const { outcome, body } = await ask(`${origin}/api/health/sentry/doctor/edge`, {
    deadline,
    headers: { ...ownHeaders(), ...(token ? { authorization: `Bearer ${token}` } : {}) },
  });
  const good = outcome.kind === "answered" && outcome.status === 200;
  return {
    edge: good ? (SdkFactsSchema.safeParse(body).data ?? null) : null,
    edgeInsecure: isInsecure(outcome),
  };
}
