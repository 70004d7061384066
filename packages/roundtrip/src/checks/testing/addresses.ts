import { type Addresses, MOUNT } from "../mount/addresses.js";

/** The addresses of an app that moved nothing. */
export const plain: Addresses = { ...MOUNT, basePath: "", trailingSlash: false };
/** Those of an app that moved whatever can be moved. */
export const odd: Addresses = {
  api: "/internal/health",
  pages: "/ops/errors",
  raises: "/ops/raises",
  inngest: "/hooks/inngest",
  basePath: "/shop",
  trailingSlash: true,
};
