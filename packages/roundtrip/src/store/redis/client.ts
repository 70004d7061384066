import type { Cluster, Redis } from "ioredis";

/**
 * How long a caller waits for an answer, by `withTimeout`, which minds a process that had no turn: ioredis' own limit of a
 * command does not. A cluster without any node keeps commands waiting for as long as it is away.
 */
export const REDIS_ANSWERS_WITHIN_MS = 4_000;
/** A connection on which nothing comes back is given up, or a silent network would hold it for minutes. */
const SOCKET_TIMEOUT_MS = 5_000;
const SLOWEST_RECONNECT_MS = 1_000;
const reconnectIn = (times: number) => Math.min(SLOWEST_RECONNECT_MS, times * 100);

export type RedisClient = Redis | Cluster;

/** An app that keeps no runs in Redis need not have ioredis, and one that does loads its 19 MB where they are used. */
async function load() {
  try {
    return await import(/* turbopackOptional: true */ "ioredis");
  } catch (error) {
    console.error(
      "roundtrip: STORE_URL is of Redis, and ioredis cannot be loaded; add it: npm install ioredis",
    );
    throw error;
  }
}

/**
 * A connection that comes back by itself, and whose commands fail soon while it is away.
 * @param url `redis://` or `rediss://`; with `?cluster=1` it names one node of a cluster
 * @param app whose keys these are: every key begins with it, so that apps that share a Redis see nothing of each other
 */
export async function openRedis(url: string, app = ""): Promise<RedisClient> {
  const { Cluster, Redis } = await load();
  const address = new URL(url);
  const cluster = address.searchParams.get("cluster") === "1";
  address.searchParams.delete("cluster");
  const keyPrefix = app && `${app}:`;
  const options = {
    lazyConnect: true,
    connectTimeout: SOCKET_TIMEOUT_MS,
    socketTimeout: SOCKET_TIMEOUT_MS,
    maxRetriesPerRequest: 1,
    // After a failover the old master refuses writes: connect anew, and send the command again.
    reconnectOnError: (error: Error) => (error.message.startsWith("READONLY") ? (2 as const) : false),
  };
  const client = cluster
    ? new Cluster([address.href], { ...clusterOptions(address, options), keyPrefix })
    : new Redis(address.href, { ...options, keyPrefix, retryStrategy: reconnectIn });
  // Every refused command rejects by itself; without a listener each reconnection would be printed.
  client.on("error", () => undefined);
  return client;
}

/** Credentials and TLS belong to every node, not to the address of the first. */
function clusterOptions<O extends object>({ protocol, username, password, hostname }: URL, redisOptions: O) {
  return {
    lazyConnect: true,
    clusterRetryStrategy: reconnectIn,
    redisOptions: {
      ...redisOptions,
      ...(username && { username: decodeURIComponent(username) }),
      ...(password && { password: decodeURIComponent(password) }),
      ...(protocol === "rediss:" && { tls: { servername: hostname } }),
    },
  };
}
