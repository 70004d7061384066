import { existsSync } from "node:fs";

/**
 * Where distributions put theirs; elsewhere Playwright's own download is used. The shell first, as Playwright does:
 * the others open a window with a toolbar for each context, which costs more than the pages of the tests.
 */
const SYSTEM = [
  "/usr/bin/chromium-headless-shell",
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
];
/** Chromium looks up its maker's hosts at every start unless told not to; a closed network answers none. */
const QUIET = [
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** Path of a Chromium that the system has; null when there is none. */
export const systemChromium = (): string | null => SYSTEM.find((path) => existsSync(path)) ?? null;

/** Launch options for Playwright. Chromium refuses its own sandbox to root. */
export function chromium() {
  const executablePath = systemChromium();
  const args = process.getuid?.() === 0 ? [...QUIET, "--no-sandbox"] : QUIET;
  return { args, ...(executablePath ? { executablePath } : {}) };
}
