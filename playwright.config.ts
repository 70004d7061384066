import { defineConfig } from "@playwright/test";
import { chromium } from "./local/chromium";

const remote = process.env.E2E_BASE_URL;

/** Against the local stand-ins, or against a deployment named by E2E_BASE_URL and E2E_ADMIN_TOKEN. */
export default defineConfig({
  // Playwright knows the packages' sources by these paths; everything else knows them by a condition of package.json.
  tsconfig: "e2e/browser/tsconfig.json",
  testDir: "e2e/browser",
  fullyParallel: false,
  // Each with a stack of its own; against a deployment, tests come one after the other as a person does.
  workers: remote ? 1 : 2,
  // Far above what a busy machine takes; against a deployment, its limits are waited for as well.
  timeout: 600_000,
  expect: { timeout: 180_000 },
  reporter: [["list"]],
  forbidOnly: Boolean(process.env.CI),
  ...(remote ? {} : { globalSetup: "./e2e/browser/setup.ts" }),
  use: { ...(remote ? { baseURL: remote } : {}), launchOptions: chromium(), screenshot: "only-on-failure" },
});
