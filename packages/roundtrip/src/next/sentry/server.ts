import { secretValues } from "#config/secrets.js";
import { env } from "#config/variables.js";
import { scrubbing } from "#sentry/scrub/integration.js";
import type { Integration } from "#sentry/sdk/types.js";

/**
 * For `integrations` of the app's own Sentry.init: takes the values of this process's secrets, and what looks like one,
 * out of everything that the SDK sends.
 * @param personalData false: personal data is taken out as well; what SENTRY_SEND_DEFAULT_PII says, where it is not given
 */
export const secretsIntegration = ({
  personalData = env().SENTRY_SEND_DEFAULT_PII,
}: {
  personalData?: boolean;
} = {}): Integration => scrubbing({ secrets: secretValues(process.env), sendDefaultPii: personalData });
