import { hrefOf } from "#checks/mount/addresses.js";
import type { Problem } from "#verdict/answer.js";

/** Something that kept the page from asking the app, or from learning what it says; it says nothing about Sentry. */
export interface Trouble {
  title: string;
  detail: string;
  /** The session has ended: only signing in again helps. */
  signIn: boolean;
  /** It would meet every check alike: said once, for the whole page. */
  everywhere: boolean;
}

/** Thrown where the page cannot go on; `trouble` is written for people. */
export class FollowError extends Error {
  override name = "FollowError";
  constructor(readonly trouble: Trouble) {
    super(trouble.title);
  }
}

export const unreachable: Trouble = {
  title: "The app does not answer.",
  detail: "Check that it is running and that this browser reaches it, then try again.",
  signIn: false,
  everywhere: true,
};

export const fromCache: Trouble = {
  title: "A cache answered in the app's place.",
  detail: `It sent what it had kept of an earlier request, which says nothing about now. Let no cache and no service worker keep answers below ${["/api/health", "/admin/sentry"].map((path) => hrefOf(path)).join(" and ")}, purge what they kept, then try again.`,
  signIn: false,
  everywhere: true,
};

export const nonceLost: Trouble = {
  title: "Nobody knows whether the check was fired.",
  detail:
    "The nonce of the request, x-check-nonce, did not come back. Let the proxy before the app pass headers named x-check-… in both directions, then try again.",
  signIn: false,
  everywhere: true,
};

export const SIGNED_OUT: Trouble = {
  title: "You are signed out.",
  detail: "The session has ended, here or in another tab.",
  signIn: true,
  everywhere: true,
};

/** A fault of this script's own. */
export const unforeseen = (error: unknown): Trouble => ({
  title: "This page made a mistake.",
  detail: `${error instanceof Error ? error.message : String(error)}. Load it again.`,
  signIn: false,
  everywhere: false,
});

const text = (value: unknown): string | null => (typeof value === "string" && value !== "" ? value : null);

/**
 * The JSON of an answer; undefined where it is none, as the page of a proxy or of a network's own sign-in.
 * @throws FollowError where the answer breaks off
 */
export async function bodyOf(response: Response): Promise<unknown> {
  const written = await response.text().catch(() => {
    throw new FollowError(unreachable);
  });
  try {
    return JSON.parse(written);
  } catch {
    return undefined;
  }
}

/** What an answer that is not the one asked for says, for people. */
export const troubleOf = async (response: Response): Promise<Trouble> =>
  troubleFrom(response, await bodyOf(response));

/** As `troubleOf`, of an answer whose body was read. */
export function troubleFrom(response: Response, body: unknown): Trouble {
  if (typeof body !== "object" || body === null) return foreign(response);
  const problem = body as Partial<Problem>;
  const { status, headers } = response;
  const wait = Number(headers.get("retry-after"));
  if (status === 401) return SIGNED_OUT;
  if (status === 429) {
    const detail = wait > 0 ? `Try again in ${wait} s.` : "Try again in a minute.";
    return { title: "Too many requests for now.", detail, signIn: false, everywhere: true };
  }
  return {
    // The title of a problem is a phrase; here a sentence follows it.
    title: text(problem.title)?.replace(/(?<![.!?])$/, ".") ?? `The app answered ${status}.`,
    detail: text(problem.detail) ?? "It does not say why. See the app's log.",
    signIn: false,
    everywhere: status === 403 || status === 503,
  };
}

/** Not JSON, so not Roundtrip's: whose it is cannot be told from here. */
function foreign({ status, url, headers }: Response): Trouble {
  const path = URL.canParse(url) ? new URL(url).pathname : "The address";
  const kind = headers.get("content-type")?.split(";")[0];
  return {
    title: "The answer is not Roundtrip's.",
    detail: `${path} was answered ${status}${kind ? ` with ${kind}` : ""}. Something in front of the app answered, the app failed before Roundtrip could answer, or another version runs. Open that address in a new tab, and see the app's log.`,
    signIn: false,
    everywhere: true,
  };
}
