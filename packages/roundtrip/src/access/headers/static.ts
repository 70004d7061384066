import { addresses, type Mount, mounted } from "#checks/mount/addresses.js";

const YEAR_SECONDS = 365 * 24 * 3_600;

const every = [
  { key: "x-content-type-options", value: "nosniff" },
  { key: "referrer-policy", value: "no-referrer" },
  { key: "x-frame-options", value: "DENY" },
  { key: "cross-origin-opener-policy", value: "same-origin" },
  { key: "permissions-policy", value: "camera=(), geolocation=(), microphone=()" },
];
const strictTransport = { key: "strict-transport-security", value: `max-age=${YEAR_SECONDS}` };
const noStore = { key: "cache-control", value: "no-store" };

/** For `headers` in next.config.ts: what holds for every answer, whatever made it. Next.js adds the base path. */
export function securityHeaders({ api, pages, raises, inngest }: Mount = addresses()) {
  const answers = `${api}/:path*`;
  // The rest of the app keeps its headers, also below /admin.
  const ours = [`${pages}/:path*`, `${raises}/:path*`, answers, inngest];
  return [
    ...ours.map((source) => ({ source, headers: every })),
    // The later of equal headers counts: a page that raises in a browser is a frame of our own page.
    {
      source: `${raises}/:page(browser|sentry-[a-z0-9-]+)/:run`,
      headers: [{ key: "x-frame-options", value: "SAMEORIGIN" }],
    },
    // Over plain http it means nothing (RFC 6797, section 7.2); whoever ends TLS says that it did.
    ...ours.map((source) => ({
      source,
      has: [{ type: "header" as const, key: "x-forwarded-proto", value: "https" }],
      headers: [strictTransport],
    })),
    { source: answers, headers: [noStore] },
  ];
}

/**
 * For `rewrites` in next.config.ts, before pages are looked for. Our pages are loaded whole: nobody follows a link to
 * them inside the browser, and a router's state that cannot be read is an error that the SDK reports. No proxy sees these
 * headers, and the state's cannot be looked for, since it may be empty: without this one Next.js does not read it, or
 * without an address that ends in .rsc, which means the same. To a router whatever is no page's data means: load the page.
 */
export function loadedWhole(mount: Mount) {
  const prefixes = [mount.pages, mount.raises, mount.api, mount.inngest];
  const destination = mounted("/api/health/live", mount);
  return [
    ...prefixes.map((ours) => ({
      source: `${ours}/:path*`,
      has: [{ type: "header" as const, key: "rsc", value: "1" }],
      destination,
    })),
    ...prefixes.map((ours) => ({
      source: `${ours}:rest((?:/.*)?(?:\\.segments/.*)?\\.rsc)`,
      destination,
    })),
  ];
}
