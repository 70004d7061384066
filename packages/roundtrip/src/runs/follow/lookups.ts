import { env } from "#config/variables.js";
import { accessOf } from "#inngest/api/access.js";
import { placeOf } from "#inngest/api/place.js";
import { clientInUse } from "#inngest/registered.js";
import type { Backend } from "#sentry/read/backend.js";
import { LookUpQueue } from "#sentry/read/lookup-queue.js";
import { isSaas, OpenReader } from "#sentry/read/open.js";
import { tokenBucket } from "#sentry/read/token-bucket.js";
import { runningDsn } from "#sentry/sdk/state/running.js";
import { singleton } from "#state/singleton.js";
import { store } from "#store/open.js";
import { type PageLink, pageNamed } from "#verdict/remedy-pages/page.js";
import type { SentryPlace } from "#verdict/remedy-pages/sentry.js";
import type { Run } from "#verdict/run.js";

/** The one look-up queue of this process; null when events cannot be read back. */
export function lookUps(): LookUpQueue | null {
  const { SENTRY_API_TOKEN: token } = env();
  return token && runningDsn().reading.state === "ok"
    ? singleton("lookups", () => new LookUpQueue(reader()))
    : null;
}

/** Asks within one budget of all instances. */
const reader = () =>
  singleton("reader", () => {
    const { SENTRY_API_TOKEN, SENTRY_ORG, SENTRY_URL: url, LOOKUPS_PER_SECOND, namesSentryUrl } = env();
    const { reading: dsn } = runningDsn();
    const { project, key, host, base } =
      dsn.state === "ok" ? dsn.dsn : { project: "", key: "", host: "", base: "" };
    const unnamed = namesSentryUrl || isSaas(host) ? null : host;
    const token = SENTRY_API_TOKEN ?? "";
    const whose = { unnamed, dsnHost: host, dsnBase: base };
    const settings = { url, organisation: SENTRY_ORG ?? null, project, key, token, ...whose };
    // A store that is down must not stop the following of known runs: then each process paces itself.
    const alone = 1_000 / LOOKUPS_PER_SECOND;
    let next = 0;
    const awaitToken = tokenBucket((count, burst) =>
      store()
        .take("lookups", count, LOOKUPS_PER_SECOND, burst)
        .catch(() => {
          const wait = Math.max(0, next - Date.now());
          if (wait === 0) next = Date.now() + alone * count;
          return wait;
        }),
    );
    return new OpenReader(settings, awaitToken);
  });

/** Events can be read back: there is a DSN and a read token. What else is needed, only the backend can say. */
export const canRead = (): boolean => lookUps() !== null;

const hasDsn = (): boolean => runningDsn().reading.state === "ok";

/** Lets a firing find out what takes its events, without which a refusal would be told in Sentry's words. */
export function learnBackend(): void {
  if (hasDsn())
    reader()
      .backend()
      .catch(() => undefined);
}

/** The run as it is judged: with the backend that has said by now what it is. */
export const withBackend = (run: Run): Run =>
  run.backend || !hasDsn() ? run : { ...run, backend: reader().said?.kind ?? null };

/** The page of Sentry or Inngest that a cause's remedy names; null where there is none, or its address is not certain. */
export function remedyPage(code: string): PageLink | null {
  const client = clientInUse();
  return pageNamed(code, { sentry: sentryPlace(), inngest: client && placeOf(accessOf(client)) });
}

/** Null where no Sentry has said that it is one. */
function sentryPlace(): SentryPlace | null {
  const { said, slug } = reader();
  if (!said || !/^sentry/.test(said.kind)) return null;
  const { reading: dsn } = runningDsn();
  const project = dsn.state === "ok" ? dsn.dsn.project : "";
  return { webUrl: said.webUrl, org: env().SENTRY_ORG ?? null, project, slug };
}

/** What answers at SENTRY_URL; null when that cannot be found out within `patienceMs`. */
export async function knownBackend(patienceMs: number): Promise<Backend | null> {
  const patience = new Promise<null>((resolve) => setTimeout(resolve, patienceMs, null).unref());
  return Promise.race([
    reader()
      .backend()
      .catch(() => null),
    patience,
  ]);
}
