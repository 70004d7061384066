/** What a runtime was told to report to, and as what. */
interface Told {
  sameDsn: boolean;
  release: string | null;
  environment: string | null;
}

/** How what a runtime was told differs from what is stated; null is not. A DSN's value is not shown. */
export function differences(
  told: Told,
  meant: { release: string | null; environment: string | null },
): string[] {
  return [
    told.sameDsn ? "" : "another DSN than SENTRY_DSN",
    meant.release === null || told.release === meant.release
      ? ""
      : `${named("release", told.release)} instead of "${meant.release}"`,
    meant.environment === null || told.environment === meant.environment
      ? ""
      : `${named("environment", told.environment)} instead of "${meant.environment}"`,
  ].filter(Boolean);
}

const named = (what: string, value: string | null): string =>
  value === null ? `no ${what}` : `the ${what} "${value}"`;
