import { isSecretParameter } from "#sentry/scrub/query.js";
import { isSecretName } from "#sentry/scrub/text.js";
import type { Source } from "./variables.js";

/** A shorter one would be found in ordinary words; nobody may call it a secret either. */
const MIN_LENGTH = 8;
/** "postgres", "production", "development": a word is a name or a placeholder, and would be missed in texts. */
const WORD = /^[a-z]{1,15}$/i;
/** Beyond what their names say: addresses that admit whoever knows them. */
const CAPABILITIES = new Set(["ALERT_WEBHOOK_URL", "HEARTBEAT_URL"]);
const NAME = /(?:^|[_.:-])(?:KEY|PASS|PAT|PSK|SALT)(?:_|$)|WEBHOOK/i;
/** TOKEN_ISSUER, COOKIE_DOMAIN: about a secret, and a value that ordinary texts hold. */
const ABOUT =
  /_(?:UR[LI]|HOST|DOMAINS?|NAME|ISSUER|AUDIENCE|TTL|EXPIR\w*|PATH|FILE|DIR|ID|ALG\w*|LENGTH|MAX_AGE|ENABLED|HEADER|REGION|PORT|SOCK|TYPE|VERSION)$/i;

const isSecret = (name: string) =>
  CAPABILITIES.has(name) ||
  (!name.startsWith("NEXT_PUBLIC_") &&
    !ABOUT.test(name) &&
    !/^(?:OLD)?PWD$/.test(name) &&
    (NAME.test(name) || isSecretName(name)));

/** The password inside an address, such as that of a database; as it stands there and decoded. */
function passwordIn(value: string): string[] {
  if (!value.includes("@") || !URL.canParse(value)) return [];
  const { password } = new URL(value);
  try {
    return [password, decodeURIComponent(password)];
  } catch {
    return [password];
  }
}

/** Secrets in the query of an address, such as a libSQL server's authToken; as they stand there and decoded. */
function parametersIn(value: string): string[] {
  if (!value.includes("?") || !URL.canParse(value)) return [];
  const { search, searchParams } = new URL(value);
  const raw = search
    .slice(1)
    .split("&")
    .flatMap((pair) => {
      const [name = "", ...rest] = pair.split("=");
      return isSecretParameter(name) ? [rest.join("=")] : [];
    });
  return [...raw, ...[...searchParams].flatMap(([name, text]) => (isSecretParameter(name) ? [text] : []))];
}

/** Of an address that admits by itself also what is secret in it: a span names path and query apart from the host. */
function partsOf(name: string, value: string): string[] {
  if (!CAPABILITIES.has(name) || !URL.canParse(value)) return [];
  const { href, pathname, search } = new URL(value);
  return [href, pathname + search, pathname, search.slice(1), ...pathname.split("/").filter(isLong)];
}
/** Shorter ones are words such as "services" and "webhooks". */
const isLong = (segment: string) => segment.length >= 16;

/**
 * The values of this process that must not leave it: of variables that are named like secrets, and passwords in
 * addresses. Public ones (`NEXT_PUBLIC_…`, a DSN's key) are none.
 */
export function secretValues(source: Source): string[] {
  const found = new Set<string>();
  for (const [name, value] of Object.entries(source)) {
    if (!value) continue;
    const own = isSecret(name) ? [value, value.trim(), value.replace(/^signkey-\w+-/, "")] : [];
    for (const one of [
      ...own,
      ...partsOf(name, value.trim()),
      ...passwordIn(value),
      ...parametersIn(value.trim()),
    ]) {
      if (one.length >= MIN_LENGTH && !WORD.test(one)) found.add(one);
    }
  }
  return [...found];
}
