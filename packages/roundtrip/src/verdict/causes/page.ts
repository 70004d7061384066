import { hrefOf } from "#checks/mount/addresses.js";

/**
 * Where the app itself explains a cause, without the origin: a page that is there wherever the app is, and as old as
 * the code that gave the cause. It says what docs/causes.md says.
 */
export const causePage = (code: string): string => hrefOf(`/admin/sentry/causes#${code}`);
