import type { Host } from "#cli/init/look/host.js";

/** The checks that init offers. */
const OFFERED = ["sentry", "sentry-extra", "sentry-inngest", "sentry-inngest-ignored"] as const;
/** All that it writes: the others where they are named. */
export const WRITTEN = [
  ...OFFERED,
  "sentry-inngest-step",
  "sentry-after",
  "sentry-unawaited",
  "sentry-metadata",
  "sentry-stream",
  "sentry-pages-api",
] as const;

/** What the owner has asked for by name. */
export interface Wish {
  checks?: readonly string[] | undefined;
  /** The type of error that the app's Sentry ignores. */
  ignores?: string | undefined;
}

/** A check that a host cannot take yet, and why. */
export interface LeftOut {
  check: string;
  why: string;
}

export interface Chosen {
  checks: readonly string[];
  leftOut: readonly LeftOut[];
}

/** Such a folder changes an app: Next.js then answers its errors with another document. */
const NO_PAGES = "this app has no pages/ folder, and init makes none.";

/** Without a logger, the console is the log, where Sentry hears it. */
export const logsToConsole = ({ loggerPackage, sentry }: Pick<Host, "loggerPackage" | "sentry">): boolean =>
  sentry.hearsConsole && loggerPackage === null;

/** Why what is logged does not reach the host's Sentry as far as its files tell; null where it does. */
function unheard({ logger, loggerPackage, sentry }: Host): string | null {
  if (logsToConsole({ loggerPackage, sentry })) return null;
  if (loggerPackage === null)
    return 'there is no pino logger here, and Sentry.init on the server has no Sentry.captureConsoleIntegration({ levels: ["error"], handled: false }), so that Sentry hears no console either.';
  if (!logger && loggerPackage.name !== "pino")
    return `${loggerPackage.file} names the logger ${loggerPackage.name}. init writes this check for a logger that a file exports as "export const logger = pino(…)", or, without any logger package, for the console.`;
  if (!logger) return 'no file exports a logger as "export const logger = pino(…)".';
  if (sentry.server && !sentry.hearsPino)
    return `${sentry.server} has no Sentry.pinoIntegration({ error: { levels: ["error", "fatal"] } }), so that Sentry hears no logger.`;
  return null;
}

/**
 * The checks that an app can take: of those that its owner named, or of all. Nothing is configured for the sake of
 * one, and nothing but Inngest is installed, for who asked for it.
 */
export function chooseChecks(host: Host, { checks: named = OFFERED }: Wish): Chosen {
  const noInngest = host.inngest
    ? null
    : "there is no file with an exported Inngest client, or no route that serves its functions. Where there is no Inngest at all, --checks sentry,sentry-inngest brings it.";
  const noRule =
    noInngest ??
    (host.ignoredType || host.sentry.ignores
      ? null
      : "Sentry.init on the server has no text, and no pattern that begins with a type, in ignoreErrors. If it ignores a type in another way, name that: --ignores ValidationError");
  const all = [
    ["sentry", null],
    ["sentry-extra", unheard(host)],
    ["sentry-inngest", noInngest],
    ["sentry-inngest-ignored", noRule],
    ["sentry-inngest-step", noInngest],
    ["sentry-after", null],
    ["sentry-unawaited", null],
    ["sentry-metadata", null],
    ["sentry-stream", null],
    ["sentry-pages-api", host.pagesRouter ? null : NO_PAGES],
  ] as const satisfies readonly (readonly [(typeof WRITTEN)[number], string | null])[];
  const wanted = all.filter(([check]) => named.includes(check));
  return {
    checks: wanted.flatMap(([check, why]) => (why === null ? [check] : [])),
    leftOut: wanted.flatMap(([check, why]) => (why === null ? [] : [{ check, why }])),
  };
}
