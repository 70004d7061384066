import { twice } from "#network/ask-twice.js";
import { networkCode } from "#network/error-code.js";
import { NotAllowed, sendOut } from "#network/request.js";
import { runningDsn } from "#sentry/sdk/state/running.js";
import { store } from "#store/open.js";
import type { Evidence } from "#verdict/evidence/kinds.js";
import { isLate } from "#verdict/evidence/network.js";
import type { Submission } from "#verdict/evidence/submissions.js";
import { recent } from "./recent.js";

const PROBE_MS = 3_000;
/** Pages ask for it, and whoever holds a run's capability: ingest is asked no more often than this. */
const BELIEVED_MS = 2_000;

/**
 * A browser does not tell its page why a request failed. Whether Sentry can be reached at all, the server finds out
 * by itself, so that a blocked request is told from a Sentry that is down. Sends nothing but a GET.
 */
export async function probeIngest(run: string, submissions: readonly Submission[]): Promise<Evidence[]> {
  if (!submissions.some((one) => one.kind === "not_sent" && one.runtime === "browser")) return [];
  const code = await probe();
  if (code === undefined) return [];
  const at = await store().now();
  // One a minute: however often a page says the same, a run keeps few of them.
  const id = `ingest_probed:${Math.floor(at / 60_000)}`;
  return [{ id, run, role: "main", at, kind: "ingest_probed", code }];
}

/** Null where ingest answers, the network's code where it does not, undefined where it may not be asked. */
const probe = recent(BELIEVED_MS, () => twice(askIngest, (code) => typeof code === "string" && isLate(code)));

async function askIngest(): Promise<string | null | undefined> {
  const reading = runningDsn().reading;
  if (reading.state !== "ok") return undefined;
  const { origin } = reading.dsn;
  try {
    const response = await sendOut(origin, { base: origin, timeoutMs: PROBE_MS });
    await response.body?.cancel();
    return null;
  } catch (error) {
    // What may not be asked is not known: then the browser's word stands alone.
    return NotAllowed.is(error) ? undefined : networkCode(error);
  }
}
