import * as Sentry from "@sentry/nextjs";
import { networkCode } from "#network/error-code.js";
import { readDsn } from "#sentry/dsn.js";
import { fateOf, isTunnel } from "#sentry/sdk/acceptance.js";
import { type SentEvent, type Subject, subjectOfSent } from "#sentry/sdk/correlation.js";
import type { Witness } from "#sentry/sdk/witness.js";

/**
 * Tells the witness what became of a check's event. The edge SDK's transport says so to nobody: its hooks fire
 * when an event is queued. It sends by the global fetch, which is watched here and otherwise left alone.
 */
export function watchSending(witness: Witness, dsn: string): void {
  const reading = readDsn(dsn);
  if (reading.state !== "ok") return;
  const { origin } = reading.dsn;
  const seen = { process: witness.process, runtime: "edge" as const };
  const original = globalThis.fetch;

  globalThis.fetch = async (input, init) => {
    const url = String(input);
    const isOurs = url.startsWith(`${origin}/`) || url === Sentry.getClient()?.getOptions().tunnel;
    const subject = isOurs ? subjectOfBody(init?.body) : null;
    if (!subject) return original(input, init);
    try {
      const response = await original(input, init);
      const body = await response
        .clone()
        .text()
        .catch(() => "");
      const header = (name: string) => response.headers.get(name);
      witness.note(subject, { ...seen, ...fateOf(url, response.status, header, body) });
      return response;
    } catch (error) {
      witness.note(subject, { kind: "not_sent", ...seen, code: networkCode(error), tunnel: isTunnel(url) });
      throw error;
    }
  };
}

/** An envelope is lines of JSON: its header, then an item's header and payload by turns. */
function subjectOfBody(body: unknown): Subject | null {
  const text =
    typeof body === "string" ? body : body instanceof Uint8Array ? new TextDecoder().decode(body) : "";
  const lines = text.split("\n");
  for (const [index, line] of lines.entries()) {
    if (!line.includes('"type":"event"')) continue;
    try {
      return subjectOfSent(JSON.parse(lines[index + 1] ?? "") as SentEvent);
    } catch {
      return null;
    }
  }
  return null;
}
