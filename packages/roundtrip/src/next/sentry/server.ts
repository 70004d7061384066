import { secretValues } from "#config/secrets.js";
import { env } from "#config/variables.js";
import { scrubbing } from "#sentry/scrub/integration.js";
import type { Integration } from "#sentry/sdk/types.js";

/**
 * For `integrations` of the app's own Sentry.init: takes the values of this process's secrets, and what looks like one,
 * out of everything that the SDK sends; where SENTRY_SEND_DEFAULT_PII is false, personal data as well.
 */
export const secretsIntegration = (): Integration =>
  scrubbing({ secrets: secretValues(process.env), sendDefaultPii: env().SENTRY_SEND_DEFAULT_PII });
