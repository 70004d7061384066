/** What is below the host's page; `*` is a run's id. */
export const PAGES = ["", "causes", "doctor", "history", "runs/*", "sign-in"] as const;

/** What is below the host's catch-all route. */
export const ROUTES = [
  "live",
  "ready",
  "sentry/doctor",
  "sentry/runs",
  "sentry/runs/*",
  "sentry/runs/*/evidence",
  "sentry/session",
  "sentry/start",
  "sentry/status",
  "sentry/sync",
  "sentry/verify",
] as const;

/** As Next hands a catch-all route its address, whatever its file calls it. */
export type CatchAll = Promise<Record<string, string | string[] | undefined>>;

export async function segmentsOf(params: CatchAll): Promise<string[]> {
  return Object.values(await params)
    .flat()
    .filter((one) => one !== undefined);
}

/** The pattern that an address matches, segment by segment. */
export const findPattern = <P extends string>(
  patterns: readonly P[],
  segments: readonly string[],
): P | undefined =>
  patterns.find((pattern) => {
    const parts = pattern === "" ? [] : pattern.split("/");
    return (
      parts.length === segments.length && parts.every((part, at) => part === "*" || part === segments[at])
    );
  });
