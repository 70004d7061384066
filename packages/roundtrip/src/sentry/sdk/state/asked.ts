import type { Client } from "#sentry/sdk/types.js";

/** Options that an init hands on as they are, so that the running client has the very same. */
const OPTIONS = ["dsn", "release", "environment", "transport", "tracesSampler", "beforeSend"] as const;

interface Asked {
  options: Readonly<Record<string, unknown>>;
  integrations: readonly string[];
}

/** Instrumentation and routes are bundled apart; the global object is what they share. One runtime has one of its own. */
const ASKED = Symbol.for("roundtrip.asked");
const shared = globalThis as typeof globalThis & { [ASKED]?: Asked };

/** Notes what Roundtrip's own set-up hands to Sentry.init in this runtime. */
export function noteAsked<T extends object>(options: T): T {
  const given: unknown = Reflect.get(options, "integrations");
  const integrations = Array.isArray(given) ? given.map(({ name }: { name: string }) => name) : [];
  shared[ASKED] = {
    options: Object.fromEntries(OPTIONS.map((key) => [key, Reflect.get(options, key)])),
    integrations,
  };
  return options;
}

/**
 * What the running client lacks of that; empty where it lacks nothing, or nothing was asked. In Node the first call of
 * Sentry.init makes the client and later ones are ignored; in edge and browser a later call replaces it.
 */
export function lacking(client: Client | undefined): string[] {
  const asked = shared[ASKED];
  if (!client || !asked) return [];
  const has = client.getOptions();
  const options = OPTIONS.filter(
    (key) => asked.options[key] !== undefined && Reflect.get(has, key) !== asked.options[key],
  );
  // A client that is switched off installs none, whoever made it.
  const expected = has.enabled === false ? [] : asked.integrations;
  const integrations = expected.filter((name) => client.getIntegrationByName(name) === undefined);
  return [...options, ...integrations.map((name) => `integration ${name}`)];
}
