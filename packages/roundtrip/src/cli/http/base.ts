/** Where an app's API is. */
export interface Base {
  /** The address of a path below it. */
  of(path: string): string;
  /**
   * Takes over what a redirect says, where it says no more than that the same path has another beginning or a slash at
   * its end, on the same server: a base path, a language, a trailing slash.
   * @returns false where it leads to anything else
   */
  learn(path: string, location: string | null): boolean;
}

/** @param url of the app */
export function baseOf(url: string): Base {
  const { origin } = new URL(url);
  let prefix = url.replace(/\/+$/, "");
  let slash = "";
  const asked = (path: string): [string, string] => {
    const at = path.search(/\?|$/);
    return [path.slice(0, at), path.slice(at)];
  };
  return {
    of(path) {
      const [pathname, query] = asked(path);
      return `${prefix}${pathname}${slash}${query}`;
    },
    learn(path, location) {
      if (location === null || new URL(location).origin !== origin) return false;
      const [pathname] = asked(path);
      const ends = [pathname, `${pathname}/`].find((end) => location.endsWith(end));
      if (ends === undefined) return false;
      const next = location.slice(0, -ends.length);
      const begins = next === prefix || next.startsWith(`${prefix}/`);
      if (!begins) return false;
      prefix = next;
      slash = ends.slice(pathname.length);
      return true;
    },
  };
}

/**
 * The address of a page that the app names. Its path may have what is in --url already, which is then the app's base
 * path, or lack it: a proxy takes it away before the app.
 */
export function pageAt(url: string, path: string): string {
  const { origin, pathname } = new URL(url);
  const base = pathname.replace(/\/+$/, "");
  return path.startsWith(`${base}/`) ? `${origin}${path}` : `${origin}${base}${path}`;
}
