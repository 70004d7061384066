import { hrefOf } from "#checks/mount/addresses.js";
import { NONCE_HEADER, newNonce } from "#checks/nonce.js";
import { FollowError, fromCache, SIGNED_OUT, type Trouble, troubleOf, unreachable } from "./trouble.js";
import { uncached } from "./uncached.js";

type Ask = (path: string, init?: RequestInit) => Promise<Response>;

/**
 * The page as the server renders it now; its root repeats the nonce, since a page cannot set a header.
 * @param parse makes a document of HTML
 * @throws FollowError where that is not what came back
 */
export async function look(ask: Ask, path: string, parse: (html: string) => ParentNode): Promise<ParentNode> {
  const nonce = newNonce();
  const response = await reached(() => ask(path, { headers: { [NONCE_HEADER]: nonce }, cache: "no-store" }));
  if (/\/sign-in\/?$/.test(new URL(response.url).pathname)) throw new FollowError(SIGNED_OUT);
  // Of an answer that is none, or not whole, the API's own words are asked for by reading it.
  const copy = response.clone();
  const html = await reached(() => response.text());
  const page = parse(html);
  const made = page.querySelector("[data-nonce]")?.getAttribute("data-nonce");
  if (made === undefined) throw new FollowError(await troubleOf(copy));
  if (made !== nonce) throw new FollowError(fromCache);
  if (page.querySelector("[data-store-down]")) throw new FollowError(STORE_DOWN);
  return page;
}

const STORE_DOWN: Trouble = {
  title: "The run store does not answer.",
  detail: "Check STORE_URL, then try again.",
  signIn: false,
  everywhere: true,
};

const STATUS = "/api/health/sentry/status";

/** The tag of no answer: who has none yet asks for any. */
const NOTHING = '""';

/** Longer than the app asks anybody to stay away. */
const LONGEST_S = 60;

export interface Newest {
  /** What the newest verdicts are known by. */
  tag: string;
  /** When to ask again; more than 0 only where the app let nobody wait for an answer, since too many do. */
  againSeconds: number;
}

/**
 * What the newest verdicts are known by: the same as long as none changes, and then it costs next to nothing. Asked as one
 * who follows them: without `wait` a fail is a 503, which every browser reports on its console.
 * @param tag what they were known by; null at first
 * @param waitSeconds for which the app may hold its answer back while it is the same
 * @throws FollowError where the app does not say
 */
export async function changed(ask: Ask, tag: string | null, waitSeconds = 0): Promise<Newest> {
  const headers = { "if-none-match": tag ?? NOTHING };
  const path = `${hrefOf(STATUS)}?wait=${waitSeconds}`;
  const response = await reached(() => uncached(ask, path, { headers }));
  const said = response.headers.get("etag");
  if (said === null) throw new FollowError(await troubleOf(response));
  // Weak where something compressed the answer; the page was made with the strong one.
  const again = Number(response.headers.get("retry-after"));
  return { tag: said.replace(/^W\//, ""), againSeconds: again > 0 ? Math.min(again, LONGEST_S) : 0 };
}

async function reached<T>(act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (error) {
    throw error instanceof FollowError ? error : new FollowError(unreachable);
  }
}
