import { bodyOf, troubleFrom } from "#ui/live/trouble.js";
import { counted } from "#verdict/text/plural.js";

/** The place on the page that was asked for: no server saw it, but browsers keep it when they are sent here. */
export const withPlace = (next: string, hash: string): string => (next.includes("#") ? next : next + hash);

/** The token of a sign-in link, `#token=…`; null when there is none. A plus sign is a plus sign. */
export function tokenFromFragment(hash: string): string | null {
  const raw = /^#token=(.+)$/.exec(hash)?.[1];
  if (raw === undefined) return null;
  try {
    return decodeURIComponent(raw);
  } catch {
    return raw;
  }
}

export const WRONG_TOKEN = "That is not this app's admin token.";
/** @param when such as `in 5 min` */
export const tooManyWrong = (when = "in a few minutes"): string =>
  `That is not this app's admin token, and many wrong ones are being tried. Try again ${when}.`;

/** What to say about an answer that is not a sign-in; written for people. */
export async function refusalText(response: Response): Promise<string> {
  const body = await bodyOf(response);
  if (body !== undefined && response.status === 401) return WRONG_TOKEN;
  if (body !== undefined && response.status === 429) {
    const wait = Number(response.headers.get("retry-after"));
    return tooManyWrong(wait > 0 ? `in ${span(wait)}` : undefined);
  }
  const { title, detail } = troubleFrom(response, body);
  // A problem's own detail needs no more words: which variable is missing, or from where to sign in.
  const isProblem = typeof body === "object" && body !== null && "detail" in body;
  return isProblem ? detail : `Signing in did not work. ${title} ${detail}`;
}

const span = (seconds: number) =>
  seconds < 90 ? counted(Math.ceil(seconds), "second") : counted(Math.ceil(seconds / 60), "minute");
