import type { Dispatcher, Pool, ProxyAgent } from "undici";
import { PROXY_CLOSED, wasClosed } from "#verdict/evidence/network.js";
import { untilAborted } from "./abort/until-aborted.js";
import { networkCode } from "./error-code.js";

type Source = Readonly<Record<string, string | undefined>>;

/**
 * The proxy through which an address is asked; null: none. Chosen as the SDK's Node transport chooses it
 * (@sentry/node, transports/http.js): by these variables in lower case alone, https falling back on http_proxy. This
 * machine itself is never asked through a proxy, nor the name at which Next listens.
 */
export function proxyFor(address: URL, source: Source = process.env): string | null {
  const { http_proxy, https_proxy, no_proxy, __NEXT_PRIVATE_ORIGIN: own } = source;
  const proxy = (address.protocol === "https:" && https_proxy) || http_proxy;
  if (!proxy || isThisMachine(address.hostname) || address.origin === own) return null;
  const isExempt = (ending: string) =>
    ending !== "" && (address.host.endsWith(ending) || address.hostname.endsWith(ending));
  return no_proxy?.split(",").some((one) => isExempt(one.trim())) ? null : proxy;
}

/** Hosts that mean this very machine: what is sent there crosses no network. */
const LOOPBACK = /^(?:localhost|[\w-]+(?:\.[\w-]+)*\.localhost|127(?:\.\d{1,3}){3}|\[::1\])$/i;
export const isThisMachine = (hostname: string): boolean => LOOPBACK.test(hostname);

/**
 * `fetch`, through the proxy that the SDK would use. It may take a connection that was kept open and that the other side
 * has closed meanwhile. That says nothing about the other side, so a new connection is tried, once.
 * @param again false for what must not be done twice: the other side may have acted before it closed
 */
export async function fetchOut(address: URL, init: RequestInit, again = true): Promise<Response> {
  const answer = async () => {
    const response = await send(address, init);
    return init.signal ? untilAborted(response, init.signal) : response;
  };
  try {
    return await answer();
  } catch (error) {
    if (!again || !wasClosed(networkCode(error))) throw error;
    return answer();
  }
}

/** The edge runtime knows no proxies, nor does its SDK. */
async function send(address: URL, init: RequestInit): Promise<Response> {
  const proxy = proxyFor(address);
  if (proxy === null || process.env.NEXT_RUNTIME === "edge") return fetch(address, init);
  const { fetch: through, Pool, ProxyAgent } = await import("undici");
  agents[proxy] ??= new ProxyAgent({
    uri: proxy,
    clientFactory: (origin, options) => tellingClosed(new Pool(origin, options)),
  });
  // The same fetch, of the same project; only their type declarations differ.
  const sent = await through(address, { ...init, dispatcher: agents[proxy] } as Parameters<
    typeof through
  >[1]);
  return sent as unknown as Response;
}

const agents: Record<string, ProxyAgent> = {};

/**
 * A proxy that closes a CONNECT unanswered has refused it. undici would take that for a connection lost in passing, and
 * ask again at once, hundreds of times a second, until the request's own time is up.
 */
function tellingClosed(pool: Pool): Pool {
  const ask = pool.connect.bind(pool);
  const connect = async (options: Dispatcher.ConnectOptions): Promise<Dispatcher.ConnectData> => {
    try {
      return await ask(options);
    } catch (error) {
      if (!wasClosed(networkCode(error))) throw error;
      throw Object.assign(new Error("The proxy closed the connection", { cause: error }), {
        code: PROXY_CLOSED,
      });
    }
  };
  return Object.assign(pool, { connect });
}
