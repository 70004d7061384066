import { allChecks } from "#checks/catalogue.js";
import type { Check } from "#checks/check.js";
import { hrefOf } from "#checks/mount/addresses.js";
import { NONCE_HEADER, newNonce } from "#checks/nonce.js";
import { ownHeaders } from "#config/app/origin.js";
import { ask } from "#network/ask.js";
import { CAPABILITY_HEADER, issueCapability } from "#runs/capability.js";
import { mintRunId } from "#runs/id.js";
import { isListed } from "#state/listed-checks.js";

/** Names of checks that the app lists and cannot fire as it is. */
export interface Missing {
  routes: readonly string[];
  /** Of checks that a browser raises. */
  pages: readonly string[];
}

/**
 * The checks that the app lists and has no route for, or no page where a browser raises them. HEAD fires nothing: a check's
 * route refuses it. Under `next dev` nobody is asked, since each answer would cost a compilation.
 * @returns none where the app does not know its own address
 */
export async function missingFiles(origin: string | null, deadline: AbortSignal): Promise<Missing> {
  if (origin === null || process.env.NODE_ENV !== "production") return { routes: [], pages: [] };
  const listed = allChecks().filter(({ name }) => isListed(name));
  const lacks = async (path: string, more?: Record<string, string>) => {
    const { outcome } = await ask(`${origin}${hrefOf(path)}`, {
      method: "HEAD",
      deadline,
      // A cache that keeps the answer then hands on for which request it was made.
      headers: { ...ownHeaders(), ...more, [NONCE_HEADER]: newNonce() },
    });
    return outcome.kind === "answered" && outcome.status === 404;
  };
  const named = async (one: Check, isMissing: Promise<boolean>) => ((await isMissing) ? [one.name] : []);
  const [routes, pages] = await Promise.all([
    Promise.all(listed.map((one) => named(one, lacks(one.path)))),
    Promise.all(listed.flatMap((one) => (one.page ? [named(one, lacksPage(one.page, lacks))] : []))),
  ]);
  return { routes: routes.flat(), pages: pages.flat() };
}

/** For anybody else such a page says that it is not there. No run is minted: the id is good for this question alone. */
async function lacksPage(
  page: string,
  lacks: (path: string, more: Record<string, string>) => Promise<boolean>,
): Promise<boolean> {
  const id = mintRunId();
  // Where Roundtrip is closed, none is issued, and no page can say that it is there.
  const capability = await issueCapability("page", id).catch(() => null);
  return capability !== null && lacks(`${page}/${id}`, { [CAPABILITY_HEADER]: capability });
}
