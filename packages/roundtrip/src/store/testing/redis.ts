import { type ChildProcess, spawn } from "node:child_process";
import { randomInt } from "node:crypto";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { type AddressInfo, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";

const PLACES = ["/usr/bin/redis-server", "/usr/local/bin/redis-server", "/opt/homebrew/bin/redis-server"];

/** Where redis-server is on this machine; null where it is not installed. */
export const redisBinary = (): string | null => PLACES.find((place) => existsSync(place)) ?? null;

export const REDIS_MISSING =
  "SKIPPED: redis-server is not installed (Debian: apt-get install redis-server), so nothing was proven on Redis";

export interface LocalRedis {
  url: string;
  /** Ends it; what it was told stays on disk. */
  stop(signal?: NodeJS.Signals): Promise<void>;
  /** Starts it again on the same port with what it had. */
  start(): Promise<void>;
  /** Stops answering without closing a connection, and goes on. */
  pause(): void;
  resume(): void;
  /** Ends it and forgets everything. */
  remove(): Promise<void>;
}

/** A real redis-server on loopback, with an append-only file so that a restart loses nothing. */
export async function startRedis(options: { cluster?: boolean; port?: number } = {}): Promise<LocalRedis> {
  const binary = redisBinary();
  if (!binary) throw new Error(REDIS_MISSING);
  const { cluster = false } = options;
  const [port, folder] = [
    options.port ?? (await freePort()),
    await mkdtemp(join(tmpdir(), "roundtrip-redis-")),
  ];
  const args = ["--port", String(port), "--bind", "127.0.0.1", "--dir", folder, "--save", ""];
  // Written at once, as far as the kernel; only a machine that dies would lose it.
  args.push("--appendonly", "yes", "--appendfsync", "no");
  if (cluster) {
    args.push("--cluster-enabled", "yes", "--cluster-port", String(await freePort()));
    args.push("--cluster-announce-ip", "127.0.0.1");
  }
  let child: ChildProcess | null = null;
  // A test run that is interrupted must not leave a server behind.
  process.once("exit", () => child?.kill("SIGKILL"));
  const redis: LocalRedis = {
    url: `redis://127.0.0.1:${port}${cluster ? "?cluster=1" : ""}`,
    async start() {
      child = await spawnReady(binary, args);
    },
    async stop(signal = "SIGTERM") {
      if (!child || child.exitCode !== null || child.signalCode !== null) return;
      const ended = once(child, "exit");
      child.kill("SIGCONT");
      child.kill(signal);
      await ended;
    },
    pause: () => void child?.kill("SIGSTOP"),
    resume: () => void child?.kill("SIGCONT"),
    async remove() {
      await redis.stop("SIGKILL");
      await rm(folder, { recursive: true, force: true });
    },
  };
  await redis.start();
  return redis;
}

/**
 * A free port below the range of outgoing connections (Linux from 32768): while the server is away, a client that
 * tries to reach it could be given its very port, and it would never come back.
 */
async function freePort(): Promise<number> {
  for (;;) {
    const probe = createServer().listen(randomInt(20_000, 32_000), "127.0.0.1");
    const port = await once(probe, "listening").then(
      () => (probe.address() as AddressInfo).port,
      () => null,
    );
    if (port === null) continue;
    probe.close();
    await once(probe, "close");
    return port;
  }
}

async function spawnReady(binary: string, args: readonly string[]): Promise<ChildProcess> {
  const child = spawn(binary, args, { stdio: ["ignore", "pipe", "inherit"] });
  for await (const line of createInterface({ input: child.stdout })) {
    if (line.includes("Ready to accept connections")) {
      child.stdout.resume();
      return child;
    }
  }
  throw new Error("redis-server ended before it was ready");
}
