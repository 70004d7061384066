import * as Sentry from "@sentry/nextjs";
import { BROWSER_ASKS } from "#checks/browser-mark.js";
import { twice } from "#network/ask-twice.js";
import { networkCode } from "#network/error-code.js";
import type { AskedInBrowser, BrowserFacts } from "#sentry/sdk/state/facts.js";
import { sdkFacts } from "#sentry/sdk/state/read.js";
import type { Client } from "#sentry/sdk/types.js";
import { isLate } from "#verdict/evidence/network.js";
import { givenSettings, isConfigured } from "./given-settings.js";
import { browserSdk } from "./sdk-state.js";

const HANDLERS = "GlobalHandlers";
const LIMIT_MS = 3_000;

/** How the SDK stands in this page; loaded when somebody asks. Nothing is captured. */
export async function browserFacts(): Promise<BrowserFacts> {
  const settings = givenSettings();
  const client = Sentry.getClient();
  // An app whose build knows its DSN asks no server for one.
  const sdk = await sdkFacts(settings?.dsn ?? client?.getOptions().dsn);
  const started = browserSdk() !== null;
  const facts = { configured: started || isConfigured(), started, cores: sdk.cores };
  // A client without a DSN sends nowhere: of an address nothing can be said.
  if (!client || !started || !facts.configured) return facts;
  const { release, environment } = settings ?? sdk;
  const { origin, pathname } = addressOf(client);
  return {
    ...facts,
    asked: {
      sdk,
      page: { release: release ?? "", environment: environment ?? "" },
      handlers: client.getIntegrationByName(HANDLERS) !== undefined,
      origin: location.origin,
      sendsTo: `${origin}${pathname}`,
      tunnel: Boolean(client.getOptions().tunnel),
      ...(await twice(
        () => reach(client),
        ({ ingest }) => ingest === "slow",
      )),
    },
  };
}

/** Sends an envelope that holds no event, where and as the SDK sends. */
async function reach(client: Client): Promise<Pick<AskedInBrowser, "ingest" | "ingestOrigin" | "answer">> {
  const address = addressOf(client);
  const ingestOrigin = address.origin;
  let forbidden = false;
  const watch = ({ blockedURI, effectiveDirective }: SecurityPolicyViolationEvent) => {
    if (effectiveDirective === "connect-src" && blockedURI.startsWith(ingestOrigin)) forbidden = true;
  };
  document.addEventListener("securitypolicyviolation", watch);
  try {
    const { status, headers } = await fetch(address, {
      method: "POST",
      body: emptyEnvelope(client),
      referrerPolicy: "strict-origin",
      signal: AbortSignal.timeout(LIMIT_MS),
    });
    const isPage = /^text\/html\b/i.test(headers.get("content-type") ?? "");
    return { ingest: "reached", ingestOrigin, answer: { status, isPage } };
  } catch (error) {
    // The violation is told in a task of its own, after the request has failed.
    await new Promise((resolve) => setTimeout(resolve));
    const ingest = forbidden ? "policy" : isLate(networkCode(error)) ? "slow" : "blocked";
    return { ingest, ingestOrigin };
  } finally {
    document.removeEventListener("securitypolicyviolation", watch);
  }
}

/** A client report, of which nothing is stored. A tunnel reads in the header whose it is. */
function emptyEnvelope(client: Client): string {
  const { tunnel, dsn } = client.getOptions();
  const header = {
    event_id: crypto.randomUUID().replaceAll("-", ""),
    ...(tunnel && dsn !== undefined ? { dsn } : {}),
  };
  const report = { timestamp: Date.now() / 1_000, discarded_events: [] };
  return [header, { type: "client_report" }, report].map((line) => JSON.stringify(line)).join("\n");
}

function addressOf(client: Client): URL {
  const { tunnel } = client.getOptions();
  const query = { sentry_version: "7", sentry_client: BROWSER_ASKS };
  if (tunnel) {
    const address = new URL(tunnel, location.href);
    address.searchParams.set("sentry_client", BROWSER_ASKS);
    return address;
  }
  const dsn = client.getDsn();
  if (!dsn) return new URL(location.href);
  const { protocol, host, port, path, projectId, publicKey = "" } = dsn;
  const prefix = path ? `/${path}` : "";
  const address = new URL(
    `${protocol}://${host}${port ? `:${port}` : ""}${prefix}/api/${projectId}/envelope/`,
  );
  address.search = String(new URLSearchParams({ ...query, sentry_key: publicKey }));
  return address;
}
