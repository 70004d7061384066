const IPV4 = /^\d{1,3}(?:\.\d{1,3}){3}$/;
const MAPPED = /^::ffff:([0-9a-f]{1,4}):([0-9a-f]{1,4})$/;

/** The first four groups of an IPv6 address: whoever has one has the whole /64, and would count as many. */
function network64(address: string): string {
  const [head = "", tail] = address.split("::");
  const before = head.split(":").filter(Boolean);
  if (tail === undefined) return before.slice(0, 4).join(":");
  const after = tail.split(":").filter(Boolean);
  const zeros = Array<string>(Math.max(0, 8 - before.length - after.length)).fill("0");
  return [...before, ...zeros, ...after].slice(0, 4).join(":");
}

function canonical(entry: string): string | null {
  const bare = entry.replace(/^\[(.+)\](?::\d+)?$/, "$1").replace(/^([\d.]+):\d+$/, "$1");
  const url = IPV4.test(bare) ? `http://${bare}/` : `http://[${bare}]/`;
  if (!/^[0-9a-f:.]{2,45}$/i.test(bare) || !URL.canParse(url)) return null;
  const host = new URL(url).hostname;
  if (!host.startsWith("[")) return host;
  const address = host.slice(1, -1);
  const mapped = MAPPED.exec(address);
  if (!mapped) return `${network64(address)}::/64`;
  const [high, low] = [Number.parseInt(mapped[1] ?? "0", 16), Number.parseInt(mapped[2] ?? "0", 16)];
  return [high >> 8, high & 255, low >> 8, low & 255].join(".");
}

/**
 * The client's address as the nearest trusted proxies saw it, IPv6 as its /64. With no trusted proxy, or a
 * header shorter than the chain, all share "direct": a header that anybody can write must not buy a fresh budget.
 */
export function addressOf(headers: Headers, trustedHops: number): string {
  if (trustedHops < 1) return "direct";
  const chain = (headers.get("x-forwarded-for") ?? "").split(",").map((entry) => entry.trim());
  const entry = chain[chain.length - trustedHops];
  return (entry && canonical(entry)) || "direct";
}
