import { CATALOGUE } from "#checks/catalogue.js";

/**
 * Those of Roundtrip's checks that this app lists: all but the Pages Router's. A `pages/` folder here would replace the
 * document with which Next.js answers the app's own errors; a host of e2e/hosts has one.
 */
export const APP_CHECKS = CATALOGUE.filter(({ place }) => place !== "pages api");
