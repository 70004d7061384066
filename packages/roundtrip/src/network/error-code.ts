import { TIMEOUT } from "#verdict/evidence/network.js";

/** In the words of undici's ProxyAgent, of a CONNECT that was not answered with 200. */
const PROXY_REFUSED = /^Proxy response \((\d{3})\)/;

/** What `fetch` says, without a code, of a port that no browser asks either, such as 1 or 6000. */
const BAD_PORT = "bad port";

/**
 * The network's code for why a request got no answer. `fetch` hides it in `cause`, and for a host with several addresses
 * one level deeper. What ended by a time limit has a number for a code, which says nothing to anybody.
 */
export function networkCode(error: unknown): string {
  let name = "unknown";
  for (let one: unknown = error; typeof one === "object" && one !== null; one = Reflect.get(one, "cause")) {
    name = String(Reflect.get(one, "name") ?? name);
    // A proxy's refusal comes as an abort, which is no timeout.
    const refused = PROXY_REFUSED.exec(String(Reflect.get(one, "message")))?.[1];
    if (refused) return `PROXY_${refused}`;
    if (name === "TimeoutError" || name === "AbortError") return TIMEOUT;
    if (Reflect.get(one, "message") === BAD_PORT) return BAD_PORT;
    const code: unknown = Reflect.get(one, "code");
    if (typeof code === "string") return code;
    if (one instanceof AggregateError && one.errors[0] !== undefined) return networkCode(one.errors[0]);
  }
  return name;
}
