import type { Host } from "#cli/init/look/host.js";

/** A check that a host cannot take yet, and why. */
export interface LeftOut {
  check: string;
  why: string;
}

export interface Chosen {
  checks: readonly string[];
  leftOut: readonly LeftOut[];
}

/** Why what is logged does not reach the host's Sentry as far as its files tell; null where it does. */
function unheard({ logger, sentry, versions }: Host): string | null {
  if (versions.pino === null) return "there is no pino logger here.";
  if (!logger) return 'no file exports a logger as "export const logger = pino(…)".';
  if (sentry.server && !sentry.hearsPino)
    return `${sentry.server} has no Sentry.pinoIntegration({ error: { levels: ["error", "fatal"] } }), so that Sentry hears no logger.`;
  return null;
}

/** The checks that an app can take as it is; nothing is installed or configured for the sake of one. */
export function chooseChecks(host: Host): Chosen {
  const noInngest = host.inngest
    ? null
    : "there is no file with an exported Inngest client, or no route that serves its functions.";
  const noRule =
    noInngest ??
    (host.sentry.ignores
      ? null
      : "Sentry.init on the server has no text, and no pattern that begins with a type, in ignoreErrors.");
  const all = [
    ["sentry", null],
    ["sentry-extra", unheard(host)],
    ["sentry-inngest", noInngest],
    ["sentry-inngest-ignored", noRule],
  ] as const;
  return {
    checks: all.flatMap(([check, why]) => (why === null ? [check] : [])),
    leftOut: all.flatMap(([check, why]) => (why === null ? [] : [{ check, why }])),
  };
}
