import { allChecks } from "#checks/catalogue.js";
import { hrefOf } from "#checks/mount/addresses.js";
import { NONCE_HEADER, newNonce } from "#checks/nonce.js";
import { ownHeaders } from "#config/app/origin.js";
import { ask } from "#network/ask.js";
import { isListed } from "#state/listed-checks.js";

/**
 * The checks that the app lists and has no route for. HEAD fires nothing: a check's route refuses it. Under `next dev`
 * nobody is asked, since each answer would cost a compilation.
 * @returns their names; none where the app does not know its own address
 */
export async function unrouted(origin: string | null, deadline: AbortSignal): Promise<string[]> {
  if (origin === null || process.env.NODE_ENV !== "production") return [];
  const asked = await Promise.all(
    allChecks()
      .filter(({ name }) => isListed(name))
      .map(async ({ name, path }) => {
        const { outcome } = await ask(`${origin}${hrefOf(path)}`, {
          method: "HEAD",
          deadline,
          // A cache that keeps the answer then hands on for which request it was made.
          headers: { ...ownHeaders(), [NONCE_HEADER]: newNonce() },
        });
        return outcome.kind === "answered" && outcome.status === 404 ? [name] : [];
      }),
  );
  return asked.flat();
}
