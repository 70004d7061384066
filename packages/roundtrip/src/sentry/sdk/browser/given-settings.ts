import { singleton } from "#state/singleton.js";

/** What any Sentry.init in a browser needs. */
export interface Given {
  dsn: string;
  environment?: string | undefined;
  release?: string | undefined;
}

/** Whether this page asked the server for its options, and what came; null where no DSN did. */
const said = () => singleton("browser-settings", () => ({ asked: false, given: null as Given | null }));

export function noteGiven(given: Given | null): void {
  Object.assign(said(), { asked: true, given });
}

/** What the server gave this page; null where it gave nothing. */
export const givenSettings = (): Given | null => said().given;

/** False where the server was asked, and gave no DSN; nobody asks where the build knows it. */
export const isConfigured = (): boolean => !said().asked || said().given !== null;
