import { ProblemSchema } from "@/checks/answer";
import type { CauseCode } from "@/checks/causes";
import type { Check } from "@/checks/check";
import { isLate } from "@/checks/network";
import { RUN_ID } from "@/checks/run";
import { networkCode } from "@/sentry/network-code";
import { NotAllowed, readUpTo, sendOut } from "@/sentry/outgoing";
import { twice } from "@/sentry/twice";
import { env } from "./env";
import { ownHeaders } from "./origin";
import { RUN_HEADER } from "./run-header";
import { TRACE_HEADER, traceHeader } from "./trace-header";

const TIMEOUT_MS = 20_000;
/** A problem document has a few hundred bytes. */
const MAX_BYTES = 64 * 1024;

/** A run, or why there is none: a cause with its facts, and the status where there was an answer. */
export type Fired =
  | { run: string }
  | { code: CauseCode; facts: Record<string, string | number>; status: number | null };

/**
 * Fires a check through the app's own address, as any other caller does. Never throws.
 * @param headers what says on whose behalf; the bearer is added
 */
export const fireAtFrontDoor = (
  check: Check,
  origin: string,
  headers: Readonly<Record<string, string>>,
): Promise<Fired> =>
  twice(
    () => fire(check, origin, headers),
    (fired) => "code" in fired && fired.code === "app_slow",
  );

async function fire(check: Check, origin: string, headers: Readonly<Record<string, string>>): Promise<Fired> {
  const { ADMIN_TOKEN, access } = env();
  const all = new Headers({ ...ownHeaders(), ...headers, accept: "application/json" });
  if (access === "token" && ADMIN_TOKEN) all.set("authorization", `Bearer ${ADMIN_TOKEN}`);
  // The trace under way may be a whole pipeline's, whose spans are not the check's.
  if (check.tracing) all.set(TRACE_HEADER, traceHeader());
  try {
    const response = await sendOut(`${origin}${check.path}`, {
      base: origin,
      headers: all,
      timeoutMs: TIMEOUT_MS,
    });
    const run = response.headers.get(RUN_HEADER) ?? "";
    if (RUN_ID.test(run) && response.status === check.answers) {
      await response.body?.cancel();
      return { run };
    }
    return { code: "not_fired", facts: { status: await refusalOf(response) }, status: response.status };
  } catch (error) {
    return { ...unanswered(error), status: null };
  }
}

function unanswered(error: unknown): Pick<Extract<Fired, { code: CauseCode }>, "code" | "facts"> {
  if (error instanceof NotAllowed) return { code: "app_unreachable", facts: { code: error.message } };
  const code = networkCode(error);
  return isLate(code)
    ? { code: "app_slow", facts: { seconds: TIMEOUT_MS / 1_000 } }
    : { code: "app_unreachable", facts: { code } };
}

/** The status of an answer, with the problem that it tells of. */
async function refusalOf(response: Response): Promise<string> {
  const text = await readUpTo(response, MAX_BYTES).catch(() => "");
  const problem = ProblemSchema.safeParse(jsonOf(text));
  return problem.success ? `${response.status} (${problem.data.detail})` : String(response.status);
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
