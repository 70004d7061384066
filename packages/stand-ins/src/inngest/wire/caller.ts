import { randomBytes } from "node:crypto";
import { anyAbort, untilAborted } from "@roundtrip/next/stand-ins";
import { z } from "zod";
import { fetchFailure } from "#inngest/reason.js";
import { retryAfterMs } from "#inngest/runs/duration.js";
import { canonicalJson } from "./canonical.js";
import { type Log, type Operation, operationSchema, type RunError } from "./protocol.js";
import { signBody, verifyBody } from "./signature.js";

/** Inngest's own limit on what one call may answer. */
const MAX_ANSWER_BYTES = 4 * 1024 * 1024;

export interface Call {
  readonly url: string;
  readonly runId: string;
  readonly stepId: string;
  readonly traceId: string;
  readonly requestId: string;
  readonly jobId: string;
  readonly body: unknown;
}

export type Answer =
  | { readonly kind: "done"; readonly data: unknown }
  | {
      readonly kind: "ops";
      readonly ops: readonly Operation[];
      readonly noRetry: boolean;
      readonly retryAfterMs: number | undefined;
      /** False when the app asks to be called again after each step of a parallel group. */
      readonly optimized: boolean;
    }
  | {
      readonly kind: "error";
      readonly error: unknown;
      readonly noRetry: boolean;
      readonly retryAfterMs: number | undefined;
    };

export interface CallerOptions {
  readonly signingKey: string | null;
  readonly timeoutMs: number;
  readonly log: Log;
}

/** Makes one call to the app and says what came of it. Never throws, never follows a redirect. */
export class Caller {
  private warnedUnsigned = false;
  private readonly closing = new AbortController();

  constructor(private readonly options: CallerOptions) {}

  async call(call: Call, signingKey = this.options.signingKey): Promise<Answer> {
    const url = new URL(call.url);
    url.searchParams.set("stepId", call.stepId);
    const body = canonicalJson(call.body);
    const signal = anyAbort(this.closing.signal, AbortSignal.timeout(this.options.timeoutMs));
    let response: Response;
    let text: string;
    try {
      response = await fetch(url, {
        method: "POST",
        redirect: "manual",
        signal,
        headers: {
          "content-type": "application/json",
          // A kept connection to an app that restarted would fail a call that a new one would not.
          connection: "close",
          ...this.headersOf(call),
          ...(signingKey === null ? {} : { "x-inngest-signature": signBody(body, signingKey, new Date()) }),
        },
        body,
      });
      text = await readCapped(untilAborted(response, signal));
    } catch (error) {
      return failed(`no answer from the app at ${url.origin}: ${fetchFailure(error)}`);
    }
    return this.read(response, text);
  }

  /** Gives up all calls under way. */
  close(): void {
    this.closing.abort();
  }

  /** What a server says of a call beside its body; only a dev server says of what kind it is. */
  private headersOf({ stepId, traceId, runId, requestId, jobId }: Call): Record<string, string> {
    const span = randomBytes(8).toString("hex");
    return {
      ...(this.options.signingKey === null && { "x-inngest-server-kind": "dev" }),
      traceparent: `00-${traceId}-${span}-01`,
      tracestate: `inngest=${span}`,
      "x-run-id": runId,
      "x-request-id": requestId,
      "x-inngest-step-id": stepId,
      "x-inngest-job-id": jobId,
      "x-inngest-generation-id": "0",
    };
  }

  private read(response: Response, text: string): Answer {
    if (response.headers.get("x-inngest-sdk") === null) return failed(strangerMessage(response));
    const signature = response.headers.get("x-inngest-signature");
    if (this.options.signingKey !== null && signature === null && !this.warnedUnsigned) {
      this.warnedUnsigned = true;
      this.options.log("warning: the app's answers are not signed: is it in dev mode (INNGEST_DEV)?");
    }
    if (
      this.options.signingKey !== null &&
      signature !== null &&
      !verifyBody(signature, text, this.options.signingKey, new Date())
    ) {
      return failed("the app's answer carries a wrong signature");
    }
    let json: unknown;
    try {
      json = JSON.parse(text);
    } catch {
      return failed(`the app's answer (HTTP ${response.status}) is not JSON`);
    }
    const noRetry = response.headers.get("x-inngest-no-retry") === "true";
    const after = retryAfterMs(response.headers.get("retry-after"), new Date());
    if (response.status === 200) return { kind: "done", data: json };
    if (response.status === 206) {
      const ops = z.array(operationSchema).safeParse(Array.isArray(json) ? json : [json]);
      const optimized = response.headers.get("x-inngest-req-version") !== "1";
      if (ops.success) return { kind: "ops", ops: ops.data, noRetry, retryAfterMs: after, optimized };
      return failed(`the app's 206 answer holds no operations: ${z.prettifyError(ops.error)}`);
    }
    if (response.status < 400)
      return failed(`the app answered HTTP ${response.status}, which is not spoken here`);
    return { kind: "error", error: json, noRetry, retryAfterMs: after };
  }
}

function failed(message: string): Answer {
  const error: RunError = { name: "Error", message, stack: `Error: ${message}` };
  return { kind: "error", error, noRetry: false, retryAfterMs: undefined };
}

function strangerMessage(response: Response): string {
  if (response.status === 401)
    return "the app refused the call's signature (HTTP 401): do the signing keys agree?";
  if (response.status >= 300 && response.status < 400) {
    return `the app redirects (HTTP ${response.status}); redirects are not followed: leave its Inngest route out of sign-in`;
  }
  return `no Inngest SDK answered (HTTP ${response.status})`;
}

async function readCapped(response: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of response.body ?? []) {
    bytes += chunk.byteLength;
    if (bytes > MAX_ANSWER_BYTES) throw new Error("its answer is larger than 4 MB");
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}
