import { randomInt } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:net";

/**
 * Below the range from which systems take the local ports of outgoing connections (Linux from 32768, others from
 * 49152; RFC 6335 section 6): a port from there may be gone when its owner, started anew, comes back for it.
 */
const [LOWEST, BEYOND] = [20_000, 32_000];
const TRIES = 100;

/** A port of 127.0.0.1 on which nobody listens. */
export async function freePort(): Promise<number> {
  for (let tries = 0; tries < TRIES; tries++) {
    const port = randomInt(LOWEST, BEYOND);
    const probe = createServer().listen(port, "127.0.0.1");
    const free = await once(probe, "listening").then(
      () => true,
      () => false,
    );
    if (!free) continue;
    probe.close();
    await once(probe, "close");
    return port;
  }
  throw new Error(`of ${TRIES} ports tried between ${LOWEST} and ${BEYOND}, none is free`);
}
