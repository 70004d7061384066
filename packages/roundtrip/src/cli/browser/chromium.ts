import { existsSync, readdirSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";

/** Where installers put theirs. */
const SYSTEM: Readonly<Partial<Record<NodeJS.Platform, readonly string[]>>> = {
  linux: [
    "/usr/bin/chromium",
    "/usr/bin/chromium-browser",
    "/usr/bin/google-chrome",
    "/usr/bin/google-chrome-stable",
    "/opt/google/chrome/chrome",
    "/usr/bin/microsoft-edge",
    "/snap/bin/chromium",
  ],
  darwin: [
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
  ],
  win32: [
    "C:/Program Files/Google/Chrome/Application/chrome.exe",
    "C:/Program Files (x86)/Google/Chrome/Application/chrome.exe",
    "C:/Program Files (x86)/Microsoft/Edge/Application/msedge.exe",
  ],
};
/** Where Playwright keeps its downloads, and a browser below one of them. */
const DOWNLOADS: Readonly<Partial<Record<NodeJS.Platform, readonly [string, readonly string[]]>>> = {
  linux: [".cache/ms-playwright", ["chrome-linux/chrome", "chrome-linux64/chrome"]],
  darwin: [
    "Library/Caches/ms-playwright",
    [
      "chrome-mac/Chromium.app/Contents/MacOS/Chromium",
      "chrome-mac-arm64/Google Chrome for Testing.app/Contents/MacOS/Google Chrome for Testing",
    ],
  ],
  win32: ["AppData/Local/ms-playwright", ["chrome-win/chrome.exe", "chrome-win64/chrome.exe"]],
};

/**
 * Path of a Chromium, Chrome or Edge of this machine: CHROME_PATH if that is set, even where nothing is there,
 * else what installers and Playwright left; null when there is none.
 */
export function findChromium(
  env: Readonly<Record<string, string | undefined>> = process.env,
  platform: NodeJS.Platform = process.platform,
  home = homedir(),
): string | null {
  if (env.CHROME_PATH) return env.CHROME_PATH;
  return (
    [...(SYSTEM[platform] ?? []), ...downloaded(env, platform, home)].find((path) => existsSync(path)) ?? null
  );
}

function downloaded(
  env: Readonly<Record<string, string | undefined>>,
  platform: NodeJS.Platform,
  home: string,
): string[] {
  const [place, inside] = DOWNLOADS[platform] ?? ["", []];
  const folder = env.PLAYWRIGHT_BROWSERS_PATH || join(home, place);
  if (!existsSync(folder)) return [];
  const builds = readdirSync(folder).filter((name) => /^chromium-\d+$/.test(name));
  // The newest first: their numbers grow.
  builds.sort((a, b) => Number(b.slice(9)) - Number(a.slice(9)));
  return builds.flatMap((build) => inside.map((path) => join(folder, build, path)));
}
