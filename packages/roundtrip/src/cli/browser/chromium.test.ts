import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { findChromium } from "./chromium.js";

let home = "";
afterEach(() => rmSync(home, { recursive: true, force: true }));

/** A home folder with these files in it. */
function homeWith(...files: string[]): string {
  home = mkdtempSync(join(tmpdir(), "roundtrip-home-"));
  for (const file of files) {
    mkdirSync(join(home, file, ".."), { recursive: true });
    writeFileSync(join(home, file), "");
  }
  return home;
}

test("CHROME_PATH is believed, even where nothing is there: who sets it means it", () => {
  expect(findChromium({ CHROME_PATH: "/nowhere/chrome" })).toBe("/nowhere/chrome");
});

test("where there is none, none is found", () => {
  expect(findChromium({}, "aix", homeWith())).toBe(null);
});

test("the newest of Playwright's downloads is taken, wherever it keeps them", () => {
  const inside = "AppData/Local/ms-playwright";
  const at = homeWith(
    `${inside}/chromium-999/chrome-win/chrome.exe`,
    `${inside}/chromium-1234/chrome-win64/chrome.exe`,
    `${inside}/firefox-1500/firefox.exe`,
    `${inside}/chromium_headless_shell-2000/x`,
    "elsewhere/chromium-7/chrome-win/chrome.exe",
  );
  expect(findChromium({}, "win32", at)).toBe(join(at, inside, "chromium-1234/chrome-win64/chrome.exe"));
  const elsewhere = join(at, "elsewhere");
  expect(findChromium({ PLAYWRIGHT_BROWSERS_PATH: elsewhere }, "win32", at)).toBe(
    join(elsewhere, "chromium-7/chrome-win/chrome.exe"),
  );
});
