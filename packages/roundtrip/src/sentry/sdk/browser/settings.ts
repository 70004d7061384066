import type { SentrySettings } from "#sentry/sdk/settings.js";

/** Names of the data attributes on `<html>`; they are parsed before any script can run. */
export const ATTRIBUTE = "data-sentry";
/** On Next's own error document, which has no attributes, the same text comes as a `server-timing` entry. */
export const TIMING_NAME = "sentry";

/** The settings a browser may see: a DSN is public by design. */
export const browserSettings = (settings: SentrySettings): string => JSON.stringify(settings);

/** Reads the settings from the page; null when the server has no DSN. */
export function settingsFromPage(): SentrySettings | null {
  const text = document.documentElement.getAttribute(ATTRIBUTE) ?? settingsFromTiming();
  if (!text) return null;
  try {
    return JSON.parse(text) as SentrySettings;
  } catch {
    return null;
  }
}

function settingsFromTiming(): string | null {
  const [navigation] = performance.getEntriesByType("navigation") as PerformanceNavigationTiming[];
  const entry = navigation?.serverTiming?.find((one) => one.name === TIMING_NAME);
  return entry ? decodeURIComponent(entry.description) : null;
}
