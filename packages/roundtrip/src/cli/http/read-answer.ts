import type { z } from "zod";
import { CannotRun } from "#cli/errors.js";
import { oneLine } from "#cli/text.js";
import { type Problem, ProblemSchema } from "#verdict/answer.js";
import type { Fetched } from "./request.js";

interface Asking {
  token?: string | null | undefined;
}

/**
 * The answer as the contract has it.
 * @throws CannotRun naming what to change, when it is a refusal, or no answer of Roundtrip's
 */
export function read<T>(
  answer: Fetched,
  statuses: readonly number[],
  schema: z.ZodType<T>,
  asking: Asking,
): T {
  const { status } = answer;
  if (answer.madeFor === "another") throw kept(answer);
  if (status >= 300 && status < 400) throw redirected(answer);
  const json = parse(answer.text);
  if (answer.type.includes("application/problem+json")) {
    const problem = ProblemSchema.safeParse(json);
    if (problem.success) throw refusal(problem.data, answer, asking);
  }
  const parsed = statuses.includes(status) ? schema.safeParse(json) : null;
  if (parsed?.success && answer.madeFor === "unsaid") throw unsaid(answer);
  if (parsed?.success) return parsed.data;
  if (status === 429 || (status >= 500 && json === undefined)) throw fronted(answer);
  if (parsed) {
    const where = json === undefined ? "not JSON" : `not the expected shape${at(parsed.error)}`;
    throw stranger(answer, `its answer is ${where}`);
  }
  if (status >= 500) throw fronted(answer);
  if (status === 400 && WANTS_TLS.test(answer.text)) throw wantsTls(answer);
  if (status === 401 || status === 403 || status === 407) throw guarded(answer);
  throw stranger(answer, `it answered ${status}${kind(answer)}`);
}

/** Where the app has Roundtrip's API. */
function below(address: string): string {
  const { pathname } = new URL(address);
  return pathname.slice(0, pathname.lastIndexOf("/sentry/")) || "/";
}

/** An answer of before would prove yesterday. */
const kept = ({ address }: Fetched) =>
  new CannotRun(
    `--url: a cache answered ${address} with what it had kept of an earlier request. Let no cache keep answers below ${below(address)}, purge what it kept, and try again.`,
    { again: true },
  );

const unsaid = ({ address }: Fetched) =>
  new CannotRun(
    `--url: the answer of ${address} does not repeat the request's x-check-nonce, so that it may be an old one. Update Roundtrip in the app to this command's version, or let the proxy before it pass headers named x-check-… in both directions.`,
    { again: true },
  );

/** A run that another call fired says nothing about now. */
export const notOurs = ({ address }: Fetched, run: string) =>
  new CannotRun(
    `--url: ${address} answered with run ${run}, which this call did not fire. Look for a cache before the app, and let it keep no answer below ${below(address)}.`,
  );

function redirected({ address, location, status }: Fetched): CannotRun {
  const secure = location && address.replace(/^http:/, "https:");
  if (secure !== null && location === secure && secure !== address)
    return new CannotRun(
      `--url: ${address} redirects to https (${status}), and the token must not go there by plain http. Write --url ${new URL(secure).origin} instead.`,
      { again: true },
    );
  const to = location ? ` to ${oneLine(location)}` : "";
  return new CannotRun(
    `--url: ${address} redirects${to} (${status}). It is not followed, because the token must not go elsewhere: give the final address.`,
    { again: true },
  );
}

/** As nginx, Go and Apache answer to plain http on a port of theirs that serves https. */
const WANTS_TLS =
  /plain HTTP request was sent to HTTPS port|HTTP request to an HTTPS server|plain HTTP to an SSL-enabled/i;

const wantsTls = ({ address }: Fetched) =>
  new CannotRun(
    `--url: the server at ${address} speaks https there, not plain http. Write --url ${new URL(address).origin.replace("http:", "https:")} instead.`,
    { again: true },
  );

/** Roundtrip refuses with a problem document: this came from something before it. */
const guarded = (answer: Fetched) =>
  new CannotRun(
    `--url: ${answer.address} answered ${answer.status}${kind(answer)}: a sign-in or a firewall before the app refuses this machine. Let it admit requests below ${below(answer.address)}, or give an address that does not lead through it.`,
    { again: true },
  );

/** Words that are not Roundtrip's: of the app's server, or of what stands before it. */
function fronted(answer: Fetched): CannotRun {
  const { status, address, retryAfterMs } = answer;
  const wait = retryAfterMs === null ? "" : `, and asks to wait ${seconds(retryAfterMs)}`;
  const said =
    status === 429
      ? `${address} answered 429${kind(answer)}${wait}: a proxy or firewall before the app limits how often it is asked. Let it admit this machine, or try again later.`
      : `the app answered ${status} at ${address}${kind(answer)}${wait}: an error of its own or of a proxy before it. Read the app's log; without a word there, the proxy's.`;
  return new CannotRun(`--url: ${said}`, { again: true, soon: true, retryAfterMs });
}

const kind = ({ type }: Fetched): string => (type ? ` with ${oneLine(type)}` : "");
const seconds = (ms: number): string => `${Math.ceil(ms / 1000)} s`;

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function at(error: z.ZodError): string {
  const path = error.issues[0]?.path.join(".");
  return path ? ` (${oneLine(path)})` : "";
}

export const stranger = (answer: Fetched, why: string) =>
  new CannotRun(
    `--url: what answers at ${answer.address} is not a Roundtrip server: ${why}. Give the address of the app that has Roundtrip.`,
    { again: true },
  );

/** By which option a field of the request is given; the server's detail begins with the field. */
const OPTIONS: ReadonlyMap<string, string> = new Map([
  ["expect.release", "--expect-release"],
  ["expect.environment", "--expect-environment"],
  ["checks", "--checks"],
  ["wait", "--wait"],
]);
const optionOf = (detail: string): string =>
  OPTIONS.get(/^(expect\.\w+|\w+)[\w.]*:/.exec(detail)?.[1] ?? "") ?? "--url";

/** A problem document, in words that name what to change. */
function refusal(problem: Problem, answer: Fetched, asking: Asking): CannotRun {
  const said = oneLine(problem.detail || problem.title);
  const full = `${/[.!?]$/.test(said) ? said : `${said}.`}`;
  const { status, retryAfterMs } = answer;
  switch (status) {
    case 401:
      return new CannotRun(
        asking.token
          ? `ADMIN_TOKEN: the server refused the token (401): ${full} Use the ADMIN_TOKEN that the app runs with.`
          : `ADMIN_TOKEN: the server asks for a token (401): ${full} Set ADMIN_TOKEN in the environment, or give --token.`,
      );
    case 403:
      return new CannotRun(`ADMIN_TOKEN: the server does not admit this request (403): ${full}`);
    case 429:
      return new CannotRun(limited(full, answer), { again: true, soon: true, retryAfterMs });
    case 404:
      return new CannotRun(
        answer.address.includes("/runs/")
          ? `--url: the app does not know its own run (404): ${full} If it has several instances, give them one STORE_URL.`
          : `--checks: the server refused the request (404): ${full}`,
        { again: true },
      );
    case 405:
      return new CannotRun(
        `--url: ${answer.address} does not take this request (405): ${full} Give the app's own address, without the path of a page.`,
      );
    case 502:
      // Nobody but the app itself says this in such words: Inngest did not do what the app asked of it.
      return new CannotRun(full);
    case 503:
      return new CannotRun(`--url: Roundtrip is not available in the app (503): ${full}`, {
        again: true,
        retryAfterMs,
      });
    default:
      return new CannotRun(`${optionOf(full)}: the server refused the request (${status}): ${full}`, {
        again: true,
        retryAfterMs,
      });
  }
}

function limited(said: string, { method, retryAfterMs }: Fetched): string {
  const later = retryAfterMs === null ? "later" : `in ${seconds(retryAfterMs)}`;
  const wait = /try again/i.test(said) ? "Wait" : `Try again ${later}`;
  return method === "POST"
    ? `--url: the server limits how often checks are fired (429): ${said} ${wait}, or raise FIRE_LIMIT_PER_MINUTE or FIRE_LIMIT_PER_HOUR in the app.`
    : `--url: the server limits how often it is asked (429): ${said} ${wait}.`;
}
