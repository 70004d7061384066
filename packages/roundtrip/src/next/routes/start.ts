import { guard } from "#access/guard.js";
import { takeFire } from "#access/limits/rates.js";
import { findCheck } from "#checks/catalogue.js";
import type { Check } from "#checks/check.js";
import { hrefOf } from "#checks/mount/addresses.js";
import { newNonce } from "#checks/nonce.js";
import { ownOrigin } from "#config/app/origin.js";
import { readForm } from "#http/body/form.js";
import { HttpProblem } from "#http/problem.js";
import { fireAtFrontDoor } from "#runs/fire/front-door.js";
import { issueTicket, TICKET_HEADER } from "#runs/verify-ticket.js";
import { isListed } from "#state/listed-checks.js";

/** Where the page says why a check was not fired. */
const PAGE = "/admin/sentry";
/** As many as one press fires side by side; the next one fires the others, since the form names the oldest first. */
const MOST_CHECKS = 50;

/**
 * The page's own form, for a browser without scripts: fires checks through the app's own address, side by side, and
 * leads back to the page. Why one was not fired is in the address there, by its cause's code.
 */
export const POST = guard("fire", async (request, { caller }) => {
  const names = (await readForm(request)).getAll("check").slice(0, MOST_CHECKS);
  const checks = [...new Set(names)].map(takenCheck);
  const origin = ownOrigin();
  const refused = origin
    ? await Promise.all(checks.map((check) => fire(check, origin, caller)))
    : checks.map(({ name }) => `${name}:no_own_address`);
  const first = refused.find((one) => one !== null);
  const location = hrefOf(first ? `${PAGE}?refused=${encodeURIComponent(first)}` : PAGE);
  return new Response(null, { status: 303, headers: { location } });
});

/** Null where a run came of it; else the check with why it did not. */
async function fire(check: Check, origin: string, caller: string): Promise<string | null> {
  if (check.page) return `${check.name}:needs_browser`;
  try {
    await takeFire(caller);
  } catch (error) {
    if (HttpProblem.is(error) && error.status === 429) return `${check.name}:too_many`;
    throw error;
  }
  const fired = await fireAtFrontDoor(check, origin, newNonce(), { [TICKET_HEADER]: issueTicket() });
  return "run" in fired ? null : `${check.name}:${fired.code}`;
}

function takenCheck(name: string): Check {
  const check = findCheck(name);
  if (!check || !isListed(check.name))
    throw new HttpProblem(
      404,
      "Unknown check",
      `check: there is no check of this name: ${name.slice(0, 64)}`,
    );
  return check;
}
