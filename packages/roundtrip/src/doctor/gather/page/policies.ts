import { ownHeaders } from "#config/app/origin.js";
import type { PagePolicies } from "#doctor/finding.js";
import { type Asked, ask } from "#network/ask.js";
import { locationIn } from "#network/location.js";

/** A login, then a language, then a trailing slash: whoever redirects more often than this goes in circles. */
const MOST_REDIRECTS = 5;

/** A page as the browser ends up with it. */
export interface Visited {
  asked: Asked;
  policies: PagePolicies;
}

/** Opens a page of the app as a stranger's browser would, and follows redirects as long as they stay in the app. */
export async function visitPage(origin: string, page: string, deadline: AbortSignal): Promise<Visited> {
  let address = new URL(page, origin);
  for (let hops = 0; ; hops += 1) {
    const asked = await ask(address, { deadline, headers: ownHeaders() });
    const next = locationOf(asked, address);
    if (next === null)
      return { asked, policies: { page, at: pathOf(address), texts: policiesOf(asked), leaves: null } };
    if (next.origin !== address.origin || hops >= MOST_REDIRECTS) {
      const leaves = next.origin === address.origin ? "itself, again and again" : next.host;
      return { asked, policies: { page, at: pathOf(address), texts: [], leaves } };
    }
    address = next;
  }
}

const pathOf = ({ pathname, search }: URL) => `${pathname}${search}`;

function locationOf({ outcome, headers }: Asked, from: URL): URL | null {
  return outcome.kind === "answered" && outcome.redirect !== null ? locationIn(headers, from) : null;
}

/** The header's policy, and those of <meta> elements in the page's head: a browser obeys all of them together. */
function policiesOf({ headers, text }: Asked): string[] {
  const header = headers.get("content-security-policy");
  const [head = ""] = text.split(/<\/head>|<body[\s>]/i, 1);
  const metas = [...head.matchAll(/<meta\b[^<>]*>/gi)]
    .map(([element]) => element)
    .filter((element) => /http-equiv\s*=\s*["']?content-security-policy["'\s>/]/i.test(element))
    .map((element) => /\bcontent\s*=\s*(?:"([^"]*)"|'([^']*)')/i.exec(element))
    .flatMap((found) => (found ? [withoutEntities(found[1] ?? found[2] ?? "")] : []));
  return [...(header ? [header] : []), ...metas];
}

const ENTITIES: Readonly<Record<string, string>> = {
  "&quot;": '"',
  "&#x27;": "'",
  "&#39;": "'",
  "&apos;": "'",
  "&lt;": "<",
  "&gt;": ">",
  "&amp;": "&",
};

/** The text of an attribute, as React and template engines write it. */
const withoutEntities = (text: string): string =>
  text.replace(/&(?:quot|apos|#x27|#39|lt|gt|amp);/g, (entity) => ENTITIES[entity] ?? entity);
