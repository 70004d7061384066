import type * as Sentry from "@sentry/nextjs";

/** The SDK's types that @sentry/nextjs uses but does not export by name. */
export type Client = NonNullable<ReturnType<typeof Sentry.getClient>>;
export type Integration = Parameters<Client["addIntegration"]>[0];
