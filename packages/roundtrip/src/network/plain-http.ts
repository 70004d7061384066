/** An address over plain http to another machine. */
export interface PlainHttp {
  variable: string;
  /** With its port. */
  host: string;
  /** Without it, as PLAIN_HTTP_HOSTS names it. */
  hostname: string;
}

/** A host's name, or `*.` and what hosts' names end with; never "*" alone. */
const ENTRY = /^(?:\*\.)?[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?$|^\[[0-9a-f:.]+\]$/i;

export const isHostEntry = (entry: string): boolean => ENTRY.test(entry);

/** The hosts that PLAIN_HTTP_HOSTS names: those of a network that is the operator's own. */
export const plainHttpHosts = (list: string | undefined): string[] =>
  (list ?? "")
    .split(",")
    .map((one) => one.trim().toLowerCase())
    .filter(isHostEntry);

/** True for a host that the list names, by its name or by its ending. */
export const isNamed = (hostname: string, hosts: readonly string[]): boolean =>
  hosts.some((one) =>
    one.startsWith("*.") ? hostname.toLowerCase().endsWith(one.slice(1)) : hostname.toLowerCase() === one,
  );
