import type { SentryServer } from "@roundtrip/stand-ins/sentry";
import { expect } from "vitest";
import { CHECK_ERROR, messageOf } from "#checks/message.js";
import type { RunStore } from "#store/open.js";
import { someEvidence, someRun } from "#store/testing/stores.js";
import type { Run } from "#verdict/run.js";

/** Where events are sent: the address of a Sentry, the project, and its public key. */
interface Ingest {
  url: string;
  project: string;
  key: string;
}

/** Variables of an app that sends to the stand-in and reads from it. */
export const readingFrom = (sentry: Pick<SentryServer, "dsn" | "url" | "org" | "token">) => ({
  SENTRY_DSN: sentry.dsn,
  SENTRY_URL: sentry.url,
  SENTRY_ORG: sentry.org,
  SENTRY_API_TOKEN: sentry.token,
});

/** A run whose event Sentry has taken, as the witness saw it. */
export async function fired(store: RunStore, change: Partial<Run> = {}): Promise<Run> {
  const run = someRun(change);
  await store.create(run);
  await store.append([someEvidence(run.id)]);
  return run;
}

/** What the app's SDK sends for the run. */
export async function deliver(sentry: Ingest, run: Run): Promise<void> {
  const value = messageOf(CHECK_ERROR, run.check, run.id);
  const mechanism = { type: "auto.function.nextjs.on_request_error", handled: false };
  const event = {
    event_id: run.id,
    timestamp: Date.now() / 1000,
    platform: "node",
    release: run.expected.release,
    environment: run.expected.environment,
    contexts: { trace: { trace_id: run.traceId, span_id: "00f067aa0ba902b7" }, runtime: { name: "node" } },
    tags: { check: run.check, "check.run": run.id, commit_tag: run.expected.commitTag },
    exception: { values: [{ type: CHECK_ERROR, value, mechanism }] },
  };
  const body = [{ event_id: run.id }, { type: "event" }, event].map((one) => JSON.stringify(one)).join("\n");
  const ingest = `${sentry.url}/api/${sentry.project}/envelope/?sentry_key=${sentry.key}&sentry_version=7`;
  expect((await fetch(ingest, { method: "POST", body })).status).toBe(200);
}
