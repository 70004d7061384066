/** A part of a URL that a policy's source is compared with. */
interface Parts {
  scheme: string;
  host: string;
  port: string;
  path: string;
}

const DEFAULT_PORT: ReadonlyMap<string, string> = new Map(Object.entries({ http: "80", https: "443" }));

function partsOf(address: string): Parts {
  const url = new URL(address);
  const scheme = url.protocol.slice(0, -1);
  return {
    scheme,
    host: url.hostname,
    port: url.port || (DEFAULT_PORT.get(scheme) ?? ""),
    path: url.pathname,
  };
}

/**
 * Whether a Content-Security-Policy header lets a page send to the address `target` (CSP 3, section 6.7.2: connect-src,
 * else default-src; several policies in one header must all admit it). After a redirect paths would not count.
 */
export function admits(header: string, target: string, self: string): boolean {
  return header.split(",").every((policy) => policyAdmits(policy, target, self));
}

function policyAdmits(policy: string, target: string, self: string): boolean {
  const directives = new Map<string, string[]>();
  for (const text of policy.split(";")) {
    const [name = "", ...sources] = text.trim().split(/\s+/);
    // The first of a name counts.
    if (name && !directives.has(name.toLowerCase())) directives.set(name.toLowerCase(), sources);
  }
  const sources = directives.get("connect-src") ?? directives.get("default-src");
  return sources === undefined || sources.some((source) => matches(source, partsOf(target), partsOf(self)));
}

const upgrades = (from: string, to: string) => from === to || (from === "http" && to === "https");

function matches(source: string, target: Parts, self: Parts): boolean {
  const text = source.replace(/^[^:]*:\/\/[^/]*|^[^/]*/, (place) => place.toLowerCase());
  if (text === "*") return target.scheme === "http" || target.scheme === "https";
  if (text === "'self'")
    return target.host === self.host && target.port === self.port && target.scheme === self.scheme;
  if (text.startsWith("'")) return false;
  const scheme = /^([a-z][a-z0-9+.-]*):$/.exec(text)?.[1];
  if (scheme) return upgrades(scheme, target.scheme);
  const host = /^(?:([a-z][a-z0-9+.-]*):\/\/)?(\*|(?:\*\.)?[^:/*]+)(?::(\d+|\*))?(\/.*)?$/.exec(text);
  if (!host) return false;
  const [, hostScheme, name = "", port, path] = host;
  if (!upgrades(hostScheme ?? self.scheme, target.scheme)) return false;
  const named = name.startsWith("*.")
    ? target.host.endsWith(name.slice(1))
    : name === "*" || name === target.host;
  const wanted = port ?? DEFAULT_PORT.get(target.scheme) ?? "";
  return named && (wanted === "*" || wanted === target.port) && pathMatches(path, target.path);
}

/** A path that ends in a slash stands for everything below it, any other for itself (section 6.7.2.11). */
function pathMatches(wanted: string | undefined, path: string): boolean {
  if (wanted === undefined) return true;
  const pieces = wanted.split("/").map(decoded);
  const given = path.split("/").map(decoded);
  const isFolder = wanted.endsWith("/");
  if (isFolder ? pieces.length > given.length : pieces.length !== given.length) return false;
  return (isFolder ? pieces.slice(0, -1) : pieces).every((piece, index) => piece === given[index]);
}

function decoded(piece: string): string {
  try {
    return decodeURIComponent(piece);
  } catch {
    return piece;
  }
}
