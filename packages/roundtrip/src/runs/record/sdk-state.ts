import * as Sentry from "@sentry/nextjs";
import { RUN_ATTRIBUTE } from "#checks/trace-mark.js";
import { asksForPino, pinoVersion } from "#config/versions/running.js";
import { witnessProcess } from "#sentry/sdk/process.js";
import { loggingPino, readsLog } from "#sentry/sdk/state/read.js";
import { runningDsn } from "#sentry/sdk/state/running.js";
import { takesOpenTelemetry } from "#sentry/sdk/state/tracing.js";
import { wiringOf } from "#sentry/sdk/state/wiring.js";
import { waitsUntilSent } from "#sentry/sdk/wait-until.js";
import { stoppingHost } from "#verdict/evidence/stopping.js";
import type { SdkState } from "#verdict/run.js";

/** How the SDK of this process stands, asked of the SDK itself. */
export function sdkState(): SdkState {
  const client = Sentry.getClient();
  const options = client?.getOptions();
  const { reading: dsn } = runningDsn();
  const stopping = stoppingHost(process.env);
  return {
    dsn: dsn.state,
    initialised: client !== undefined && client.getDsn() !== undefined,
    enabled: options?.enabled !== false,
    process: witnessProcess(),
    project: dsn.state === "ok" ? dsn.dsn.project : null,
    ingest: dsn.state === "ok" ? dsn.dsn.host : null,
    release: options?.release ?? null,
    environment: options?.environment ?? null,
    sampleRate: options?.sampleRate ?? 1,
    tracesSampleRate: options?.tracesSampleRate ?? 0,
    openTelemetry: takesOpenTelemetry(options),
    pino: loggingPino(client, pinoVersion(), asksForPino()),
    readsLog: readsLog(client, asksForPino()),
    wiring: wiringOf(client),
    cores: coresLoaded(),
    ...(stopping && { stopping: { ...stopping, held: waitsUntilSent() } }),
  };
}

/** The SDK keeps its global state under the version of its core, so that versions do not share it. */
function coresLoaded(): string[] {
  const carrier: unknown = Reflect.get(globalThis, "__SENTRY__");
  const keys = carrier !== null && typeof carrier === "object" ? Object.keys(carrier) : [];
  return keys.filter((key) => /^\d/.test(key)).sort();
}

/** Headers by which the current request's trace is handed on; none without an SDK. */
export function currentTraceHeaders(): Record<string, string> {
  const { "sentry-trace": trace, baggage } = Sentry.getTraceData();
  return { ...(trace && { "sentry-trace": trace }), ...(baggage && { baggage }) };
}

/** The trace that the current request is on; null without an SDK. */
export function currentTraceId(): string | null {
  return Sentry.getTraceData()["sentry-trace"]?.slice(0, 32) ?? null;
}

/** Whether the current request's trace is sampled; null without an SDK, or where it traces nothing. */
export function currentTraceSampled(): boolean | null {
  const flag = Sentry.getTraceData()["sentry-trace"]?.split("-")[2];
  return flag === undefined ? null : flag === "1";
}

/** Marks every span of what is under way as the run's, those begun before included. */
export function markSpans(runId: string): void {
  Sentry.getIsolationScope().setAttributes({ [RUN_ATTRIBUTE]: runId });
}
