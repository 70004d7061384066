import { accessOf } from "#inngest/api/access.js";
import { addressFacts } from "#inngest/api/address.js";
import { answering } from "#inngest/api/answering.js";
import { askEvent, askFunctions } from "#inngest/api/client.js";
import { appInngest } from "#inngest/registered.js";
import { twice } from "#network/ask-twice.js";
import { isSlow } from "#network/outcome.js";
import type { EvidenceOf } from "#verdict/evidence/kinds.js";

const PATIENCE_MS = 4_000;

type Visibility = Pick<EvidenceOf<"registered">, "known" | "calls" | "answers" | "event" | "devServer">;

/** A process that neither fired the check nor has Inngest can say nothing. */
const UNSEEN: Visibility = { known: null, calls: null, answers: null, event: null, devServer: false };

/**
 * What Inngest holds of a function that it has not called, and of the event that should have started it.
 * @param id the function's own
 * @param eventId the event's, as Inngest answered it; "" where it did not
 */
export async function visibilityOf(id: string, eventId: string): Promise<Visibility> {
  const app = await appInngest();
  if (!app) return UNSEEN;
  const access = accessOf(app.client);
  const [{ registered, kind }, event] = await Promise.all([
    twice(
      () => askFunctions(access, AbortSignal.timeout(PATIENCE_MS)),
      ({ outcome }) => isSlow(outcome),
    ),
    eventId ? askEvent(access, eventId, AbortSignal.timeout(PATIENCE_MS)) : null,
  ]);
  // The SDK names a function so when it registers it: the app's id, a dash, the function's own.
  const held = registered?.find((one) => one.id === `${access.app}-${id}`);
  const calls = held?.address ?? null;
  return {
    known: registered === null ? null : held !== undefined,
    calls,
    answers: calls === null ? null : await whoAnswers(calls, app.put !== null),
    event,
    devServer: kind === "dev" && access.mode === "cloud",
  };
}

/** @param proves the app's route says which deployment it is of: without that, another one looks the same */
async function whoAnswers(address: string, proves: boolean): Promise<Visibility["answers"]> {
  const facts = await addressFacts(address, AbortSignal.timeout(PATIENCE_MS));
  const who = answering(facts);
  if (who === "other" && !proves) return null;
  if (who === "unseen" || who === "barred" || (who === "nobody" && facts.isOwn)) return null;
  return who;
}
