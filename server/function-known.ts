import { isSlow } from "@/checks/doctor-outcome";
import { inngest } from "@/inngest/client";
import { twice } from "@/sentry/twice";
import { inngestAccess } from "./inngest-access";
import { askFunctions } from "./inngest-api";

const PATIENCE_MS = 4_000;

/** True when Inngest lists this function of the app's, false when it lists others or none, null when it does not say. */
export async function isFunctionKnown(id: string): Promise<boolean | null> {
  const { registered } = await twice(
    () => askFunctions(inngestAccess(), AbortSignal.timeout(PATIENCE_MS)),
    ({ outcome }) => isSlow(outcome),
  );
  // The SDK names a function so when it registers it: the app's id, a dash, the function's own.
  return registered === null ? null : registered.some((one) => one.id === `${inngest.id}-${id}`);
}
