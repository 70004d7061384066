import { defineConfig } from "@playwright/test";
import { chromium } from "./local/chromium";

const remote = process.env.E2E_BASE_URL;

/** Against the local stand-ins, or against a deployment named by E2E_BASE_URL and E2E_ADMIN_TOKEN. */
export default defineConfig({
  testDir: "e2e/browser",
  fullyParallel: false,
  workers: 1,
  timeout: 120_000,
  expect: { timeout: 40_000 },
  reporter: [["list"]],
  forbidOnly: Boolean(process.env.CI),
  ...(remote ? {} : { globalSetup: "./e2e/browser/stack.ts" }),
  use: { ...(remote ? { baseURL: remote } : {}), launchOptions: chromium(), screenshot: "only-on-failure" },
});
