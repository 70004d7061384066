import { isRecord } from "#sentry/json.js";

/** What a request says about who it is. `error` is Relay's answer when it does not say it well. */
export type IngestKey =
  | { key: string; error?: undefined }
  | { key?: undefined; status: 400 | 401; error: string };

const MISSING = { status: 401, error: "missing authorization information" } as const;

function fromHeader(value: string | undefined): string | null {
  if (!value || !/^sentry\s/i.test(value)) return null;
  return /(?:^sentry\s+|[,\s])sentry_key=([^,\s]*)/i.exec(value)?.[1] ?? "";
}

/** The public key inside a DSN, and the project it names; null when it is no DSN. */
export function parseDsn(dsn: unknown): { key: string; project: string } | null {
  if (typeof dsn !== "string" || !URL.canParse(dsn)) return null;
  const url = new URL(dsn);
  return { key: url.username, project: url.pathname.split("/").filter(Boolean).at(-1) ?? "" };
}

/** Finds the project key where SDKs put it: query, `X-Sentry-Auth`, `Authorization: Sentry …`, envelope DSN. */
export function ingestKey(
  query: URLSearchParams,
  headers: { auth: string | undefined; authorization: string | undefined },
  envelopeHeader: unknown,
): IngestKey {
  const given = [query.get("sentry_key"), fromHeader(headers.auth), fromHeader(headers.authorization)].filter(
    (one) => one !== null,
  );
  if (given.length > 1) return { status: 401, error: "multiple authorization payloads detected" };
  const key = given[0] ?? parseDsn(isRecord(envelopeHeader) ? envelopeHeader.dsn : null)?.key;
  if (!key) return MISSING;
  if (!/^[0-9a-f]{32}$/i.test(key)) return { status: 400, error: "bad sentry DSN public key" };
  return { key: key.toLowerCase() };
}
