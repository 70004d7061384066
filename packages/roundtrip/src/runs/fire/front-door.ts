import type { Check } from "#checks/check.js";
import { hrefOf } from "#checks/mount/addresses.js";
import { madeFor, NONCE_HEADER } from "#checks/nonce.js";
import { ownHeaders } from "#config/app/origin.js";
import { env } from "#config/variables.js";
import { withinOwnTime } from "#network/abort/own-time.js";
import { twice } from "#network/ask-twice.js";
import { networkCode } from "#network/error-code.js";
import { locationIn } from "#network/location.js";
import { NotAllowed, readUpTo, sendOut } from "#network/request.js";
import { RUN_HEADER } from "#runs/header.js";
import { runUnder } from "#runs/nonce.js";
import { TRACE_HEADER, traceHeader } from "#runs/trace-header.js";
import { runningAs } from "#sentry/sdk/state/running.js";
import { store } from "#store/open.js";
import { ProblemSchema } from "#verdict/answer.js";
import type { CauseCode } from "#verdict/causes/catalogue.js";
import { isAway, isLate, wasClosed } from "#verdict/evidence/network.js";
import { RUN_ID } from "#verdict/run.js";

/** `next dev` compiles a route when it is asked for the first time. */
const TIMEOUT_MS = process.env.NODE_ENV === "development" ? 80_000 : 20_000;
/** By the clock, however little this process, which answers as well, has its turn. */
const LONGEST_MS = 3 * TIMEOUT_MS;
/** A problem document has a few hundred bytes. */
const MAX_BYTES = 64 * 1024;

/** A run, or why there is none: a cause with its facts, and the status where there was an answer. */
export type Fired =
  | { run: string }
  | { code: CauseCode; facts: Record<string, string | number>; status: number | null };

/**
 * Fires a check through the app's own address, as any other caller does. The run is the one that the store has under
 * `nonce`, whatever was answered: an answer may be an old one.
 * @param nonce fresh, or that of a firing which is tried again
 * @param headers what says on whose behalf; the bearer is added
 * @throws StoreDown
 */
export const fireAtFrontDoor = (
  check: Check,
  origin: string,
  nonce: string,
  headers: Readonly<Record<string, string>>,
): Promise<Fired> =>
  twice(
    // The same nonce: where the first was only slow, the second is refused, and finds its run.
    () => fire(check, origin, nonce, headers),
    isUnsure,
  );

const isUnsure = (fired: Fired): boolean =>
  "code" in fired &&
  (fired.code === "app_slow" ||
    (fired.code === "app_unreachable" && wasClosed(String(fired.facts.code))) ||
    (fired.code === "not_fired" && fired.status !== null && isAway(fired.status)));

async function fire(
  check: Check,
  origin: string,
  nonce: string,
  headers: Readonly<Record<string, string>>,
): Promise<Fired> {
  const { ADMIN_TOKEN, access } = env();
  const all = new Headers({ ...ownHeaders(), ...headers, accept: "application/json" });
  all.set(NONCE_HEADER, nonce);
  if (access === "token" && ADMIN_TOKEN) all.set("authorization", `Bearer ${ADMIN_TOKEN}`);
  // The trace under way may be a whole pipeline's, whose spans are not the check's.
  if (check.tracing) all.set(TRACE_HEADER, traceHeader());
  const began = await store().now();
  const exchange = async (signal: AbortSignal): Promise<[Response, string]> => {
    const request = { method: "POST", base: origin, headers: all, signal, again: false };
    const response = await sendOut(`${origin}${hrefOf(check.path)}`, request);
    return [response, await refusalOf(response, origin)];
  };
  let answered: [Response, string];
  try {
    answered = await withinOwnTime(TIMEOUT_MS, LONGEST_MS, exchange);
  } catch (error) {
    return { ...unanswered(error), status: null };
  }
  const [response, said] = answered;
  const run = await runUnder(nonce, check);
  if (run) return { run };
  return { ...(await whyNot(check, nonce, began, response, said)), status: response.status };
}

/** Why an answer came, and no run. @param began on the store's clock */
async function whyNot(
  check: Check,
  nonce: string,
  began: number,
  { status, headers }: Response,
  said: string,
): Promise<{ code: CauseCode; facts: Record<string, string | number> }> {
  if (madeFor(nonce, headers) === "another") return { code: "answered_by_cache", facts: {} };
  // A proxy before the app did not wait for it.
  if (status === 504) return { code: "app_slow", facts: {} };
  const named = headers.get(RUN_HEADER) ?? "";
  // Where no proxy of ours is, the answer to an uncaught error names no run.
  const run = RUN_ID.test(named) ? named : await firedSince(check, began);
  if (status !== check.answers || !run) return { code: "not_fired", facts: { status: said } };
  const other = (await store().load(run))?.run;
  if (!other) return { code: "not_fired", facts: { status: `${said}, and its run is not in this store` } };
  // Fired meanwhile, and not under the nonce that was sent: the header did not arrive.
  const isLost = other.firedAt >= began && other.nonce === undefined;
  return isLost ? { code: "nonce_lost", facts: { run } } : { code: "answered_by_cache", facts: {} };
}

/** The newest run of a check that was fired since then without a nonce. */
async function firedSince(check: Check, began: number): Promise<string | null> {
  const { release, environment } = runningAs();
  const newest = await store().newest(release, environment);
  const one = newest.find(
    ({ run }) => run.check === check.name && run.firedAt >= began && run.nonce === undefined,
  );
  return one?.run.id ?? null;
}

function unanswered(error: unknown): Pick<Extract<Fired, { code: CauseCode }>, "code" | "facts"> {
  if (NotAllowed.is(error)) return { code: "app_unreachable", facts: { code: error.message } };
  const code = networkCode(error);
  return isLate(code) ? { code: "app_slow", facts: {} } : { code: "app_unreachable", facts: { code } };
}

/** The status of an answer, with the problem that it tells of, or where it leads. */
async function refusalOf(response: Response, origin: string): Promise<string> {
  const to = locationIn(response.headers, origin);
  if (to && response.status >= 300 && response.status < 400)
    return `${response.status} to ${to.origin === new URL(origin).origin ? to.pathname : to.origin}`;
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
