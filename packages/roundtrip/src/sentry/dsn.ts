/** A DSN taken apart: `https://KEY@HOST[/prefix]/PROJECT`. */
export interface Dsn {
  key: string;
  host: string;
  /** Scheme and host, where envelopes go. */
  origin: string;
  project: string;
  /** The address that takes envelopes. */
  envelopes: string;
  /** What its own addresses begin with, where no relay stands in between. */
  base: string;
}

export type DsnReading = { state: "absent" } | { state: "malformed" } | { state: "ok"; dsn: Dsn };

/** Reads SENTRY_DSN. A bad one is a finding, never an exception. */
export function readDsn(value: string | undefined): DsnReading {
  if (value === undefined || value === "") return { state: "absent" };
  let url: URL;
  try {
    url = new URL(value);
  } catch {
    return { state: "malformed" };
  }
  const project = /\/(\d+)\/?$/.exec(url.pathname)?.[1];
  const sound =
    /^https?:$/.test(url.protocol) &&
    /^[a-z0-9]+$/i.test(url.username) &&
    url.search === "" &&
    url.hash === "";
  if (!sound || !project) return { state: "malformed" };
  const { host, origin, username: key } = url;
  const prefix = url.pathname.replace(/\/\d+\/?$/, "");
  const base = `${origin}${prefix}`;
  return {
    state: "ok",
    dsn: { key, host, origin, project, base, envelopes: `${base}/api/${project}/envelope/` },
  };
}
