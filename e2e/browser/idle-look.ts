import type { Request, Response } from "@playwright/test";

/** What a page asks now and then while nothing runs: whether any verdict is new. */
export const isIdleLook = (one: Request | Response): boolean => one.url().endsWith("/sentry/status?wait=0");
