/** Where Roundtrip's addresses are in an app: its own mount points, each from the app's root and without a slash at its end. */
export interface Mount {
  /** Checks, runs, verify, status and the rest of the API. */
  api: string;
  /** The pages that people read. */
  pages: string;
  /** The pages that raise errors. */
  raises: string;
  /** Where the app serves its tasks to Inngest. */
  inngest: string;
}

export interface Addresses extends Mount {
  /** Next.js' `basePath`, empty without one. */
  basePath: string;
  trailingSlash: boolean;
}

/** As the files and texts of Roundtrip have its paths, whatever the app makes of them. */
export const MOUNT: Mount = {
  api: "/api/health",
  pages: "/admin/sentry",
  raises: "/admin/checks",
  inngest: "/api/inngest",
};

const PLAIN: Addresses = { ...MOUNT, basePath: "", trailingSlash: false };

/** How `withRoundtrip` hands them to every bundle: Next.js writes what `env` of its configuration names into each. */
export const variableOf = (addresses: Addresses): Record<string, string> => ({
  ROUNDTRIP_ADDRESSES: JSON.stringify(addresses),
});

/** Of the app that this bundle is a part of. The variable's name must be literal for Next.js to find it. */
export const addresses = (): Addresses => ({
  ...PLAIN,
  ...(JSON.parse(process.env.ROUNDTRIP_ADDRESSES || "{}") as Partial<Addresses>),
});

const isBelow = (path: string, root: string): boolean => path === root || path.startsWith(`${root}/`);
const MOUNTED = ["api", "pages", "raises", "inngest"] as const;
/** The app's route for Inngest is its own, wherever it is. */
const OURS = ["api", "pages", "raises"] as const;

/** Where the app's own files and Next.js' configuration have a path of ours: with its mount point, without base path. */
export function mounted(path: string, to: Mount = addresses()): string {
  const one = MOUNTED.find((name) => isBelow(path, MOUNT[name]));
  return one ? to[one] + path.slice(MOUNT[one].length) : path;
}

/** The app's file of a page or route of ours, whose folders are its address. */
export const mountedFile = (file: string, to: Mount = addresses()): string =>
  file.startsWith("app/") ? `app${mounted(file.slice("app".length), to)}` : file;

/** A path, and the query and fragment behind it. */
const parted = (path: string): [string, string] => {
  const end = path.search(/[?#]|$/);
  return [path.slice(0, end), path.slice(end)];
};

/** What a path is asked for by: with base path, mount point and slash, and with the query and fragment that it had. */
export function hrefOf(path: string, of: Addresses = addresses()): string {
  const [pathname, rest] = parted(path);
  const whole = of.basePath + mounted(pathname, of);
  const slash = of.trailingSlash && !whole.endsWith("/") ? "/" : "";
  return `${whole || "/"}${whole ? slash : ""}${rest}`;
}

const withoutSlash = (pathname: string): string =>
  pathname.length > 1 ? pathname.replace(/\/$/, "") : pathname;

/**
 * The path of ours at an address of the app, which is without base path, as Next.js hands it on; null where the address
 * is the app's own, as ours are that have moved from there. Of two mount points the one further down has it.
 */
export function ourPath(address: string, of: Addresses = addresses()): string | null {
  const pathname = withoutSlash(address);
  const [one] = OURS.filter((name) => isBelow(pathname, of[name])).sort(
    (a, b) => of[b].length - of[a].length,
  );
  return one ? MOUNT[one] + pathname.slice(of[one].length) : null;
}

/** A path of ours from what was asked for, with or without the base path; any other without base path and slash. */
export function pathOf(asked: string, of: Addresses = addresses()): string {
  const [whole, rest] = parted(asked);
  const below = of.basePath && isBelow(whole, of.basePath) ? whole.slice(of.basePath.length) : whole;
  return (ourPath(below, of) ?? (withoutSlash(below) || "/")) + rest;
}

/** An address of the app's own, which people write with or without the base path. */
export function ownAddress(written: string, { basePath } = addresses()): string {
  return basePath === "" || isBelow(parted(written)[0], basePath) ? written : basePath + written;
}
