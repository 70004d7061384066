import type { Finding } from "./doctor";

export interface BrowserFacts {
  /** The page carries a DSN for the browser. */
  configured: boolean;
  started: boolean;
  /** Versions of `@sentry/core` in this page. */
  cores: readonly string[];
}

/** The one runtime that only a browser can ask: the page that shows the findings adds this one. */
export function examineBrowser({ configured, started, cores }: BrowserFacts): Finding[] {
  if (!configured) return [];
  if (cores.length > 1)
    return [
      {
        code: "sdk_browser_cores",
        level: "fail",
        title: "Several @sentry/core in the browser",
        what: `Loaded side by side: ${cores.join(", ")}.`,
        why: "What is captured through the other copy goes nowhere.",
        change: 'package.json: "overrides": { "@sentry/core": "<the version of @sentry/nextjs>" }',
      },
    ];
  if (!started)
    return [
      {
        code: "sdk_browser_not_started",
        level: "fail",
        title: "The SDK is not started in this browser",
        what: "The page has a DSN, but no Sentry client runs in it.",
        why: "No error of the browser is reported.",
        change: 'instrumentation-client.ts: import { start } from "./sentry.client.config"; start();',
      },
    ];
  return [
    {
      code: "sdk_browser_ok",
      level: "ok",
      title: "SDK in this browser",
      what: "It is started.",
      why: "",
      change: "",
    },
  ];
}
