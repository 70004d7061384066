import { isSlow } from "@/checks/doctor-outcome";
import { inngest } from "@/inngest/client";
import { twice } from "@/sentry/twice";
import { askFunctions } from "./doctor-inngest";

const PATIENCE_MS = 4_000;

/** True when Inngest lists this function of the app's, false when it lists others or none, null when it does not say. */
export async function isFunctionKnown(id: string): Promise<boolean | null> {
  const question = {
    mode: inngest.mode,
    apiUrl: inngest.apiBaseUrl,
    app: inngest.id,
    signingKey: process.env.INNGEST_SIGNING_KEY,
    fallbackKey: process.env.INNGEST_SIGNING_KEY_FALLBACK,
    environment: inngest.env,
  };
  const { registered } = await twice(
    () => askFunctions(question, AbortSignal.timeout(PATIENCE_MS)),
    ({ outcome }) => isSlow(outcome),
  );
  // The SDK names a function so when it registers it: the app's id, a dash, the function's own.
  return registered === null ? null : registered.includes(`${inngest.id}-${id}`);
}
