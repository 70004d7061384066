import { isSlow } from "@/checks/doctor-outcome";
import type { EvidenceOf } from "@/checks/evidence";
import { inngest } from "@/inngest/client";
import { twice } from "@/sentry/twice";
import { inngestAccess } from "./inngest-access";
import { addressFacts } from "./inngest-address";
import { askEvent, askFunctions } from "./inngest-api";

const PATIENCE_MS = 4_000;

export type Sight = Pick<EvidenceOf<"registered">, "known" | "calls" | "answers" | "event" | "devServer">;

/**
 * What Inngest holds of a function that it has not called, and of the event that should have started it.
 * @param id the function's own
 * @param eventId the event's, as Inngest answered it; "" where it did not
 */
export async function sightOf(id: string, eventId: string): Promise<Sight> {
  const access = inngestAccess();
  const [{ registered, kind }, event] = await Promise.all([
    twice(
      () => askFunctions(access, AbortSignal.timeout(PATIENCE_MS)),
      ({ outcome }) => isSlow(outcome),
    ),
    eventId ? askEvent(access, eventId, AbortSignal.timeout(PATIENCE_MS)) : null,
  ]);
  // The SDK names a function so when it registers it: the app's id, a dash, the function's own.
  const held = registered?.find((one) => one.id === `${inngest.id}-${id}`);
  const calls = held?.address ?? null;
  return {
    known: registered === null ? null : held !== undefined,
    calls,
    answers: calls === null ? null : await answering(calls, AbortSignal.timeout(PATIENCE_MS)),
    event,
    devServer: kind === "dev" && access.mode === "cloud",
  };
}

async function answering(address: string, deadline: AbortSignal): Promise<Sight["answers"]> {
  const { outcome, proven, isOwn } = await addressFacts(address, deadline);
  if (proven) return "own";
  if (outcome.kind === "answered") return "other";
  // A firewall between the app and the address need not be one between Inngest and it.
  const isNowhere = outcome.reason === "refused" || outcome.reason === "dns";
  return isNowhere && !isOwn ? "nobody" : null;
}
