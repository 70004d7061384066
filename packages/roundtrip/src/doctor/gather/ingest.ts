import { randomUUID } from "node:crypto";
import type { IngestFacts } from "#doctor/facts.js";
import type { TunnelFacts } from "#doctor/findings/sentry/tunnel.js";
import { type Asked, ask } from "#network/ask.js";
import { isGood } from "#network/outcome.js";
import { type Dsn, readDsn } from "#sentry/dsn.js";
import { isForeign } from "#sentry/sdk/delivery/ingest-answer.js";

/** Sentry may say 200 to an unknown key while it still loads the project; the next answer is the true one. */
const AGAIN_MS = 500;

/** Asks the DSN's envelope endpoint with an empty client report: Sentry checks the key and stores nothing. */
export async function ingestFacts(value: string | undefined, deadline: AbortSignal): Promise<IngestFacts> {
  const reading = readDsn(value);
  if (reading.state !== "ok")
    return { dsn: reading.state, host: "", project: "", outcome: null, foreign: false, limits: null };
  const { host, project } = reading.dsn;
  let asked = await send(reading.dsn, deadline);
  if (isGood(asked.outcome)) {
    await new Promise((wait) => setTimeout(wait, AGAIN_MS));
    asked = await send(reading.dsn, deadline);
  }
  const { outcome, headers, text } = asked;
  const foreign = !isGood(outcome) && isForeign((name) => headers.get(name), text);
  return { dsn: "ok", host, project, outcome, foreign, limits: headers.get("x-sentry-rate-limits") };
}

/** Asks the tunnel that the SDK sends to, in the SDK's own way: the envelope names the DSN. */
export async function tunnelFacts(
  tunnel: string | undefined,
  dsn: string | undefined,
  deadline: AbortSignal,
): Promise<TunnelFacts | null> {
  if (!tunnel || readDsn(dsn).state !== "ok") return null;
  if (!URL.canParse(tunnel)) return { address: tunnel, outcome: null, isPage: false };
  const { origin, pathname } = new URL(tunnel);
  const { outcome, headers } = await ask(tunnel, {
    method: "POST",
    headers: { "content-type": "application/x-sentry-envelope" },
    body: envelope({ dsn }),
    deadline,
    secret: false,
  });
  const isPage = /^text\/html\b/i.test(headers.get("content-type") ?? "");
  return { address: `${origin}${pathname}`, outcome, isPage };
}

/** An empty client report, of which nothing is stored. With an id, a Bugsink answers in JSON as well. */
function envelope(header: object): string {
  const lines = [
    { event_id: randomUUID().replaceAll("-", ""), ...header },
    { type: "client_report" },
    { timestamp: Date.now() / 1000, discarded_events: [] },
  ];
  return lines.map((line) => JSON.stringify(line)).join("\n");
}

function send({ envelopes, key }: Dsn, deadline: AbortSignal): Promise<Asked> {
  return ask(envelopes, {
    method: "POST",
    headers: {
      "content-type": "application/x-sentry-envelope",
      "x-sentry-auth": `Sentry sentry_version=7, sentry_client=roundtrip-doctor/1, sentry_key=${key}`,
    },
    body: envelope({}),
    deadline,
    // A DSN's key is public: browsers send it.
    secret: false,
  });
}
