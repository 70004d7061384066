import { randomInt } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:net";

/**
 * Below the range from which systems take the local ports of outgoing connections (Linux from 32768, others from
 * 49152; RFC 6335 section 6): a port from there may be gone when its owner, started anew, comes back for it.
 */
const [LOWEST, BEYOND] = [20_000, 32_000];
const TRIES = 100;

/** Somebody else has the port, or this user may not have it; the message names it and the remedy. */
export class PortTaken extends Error {
  override readonly name = "PortTaken";
}

/** @throws Error naming the option, for anything that is no port */
export function portOf(option: string, value: string): number {
  const port = /^\d{1,5}$/.test(value) ? Number(value) : Number.NaN;
  if (!(port <= 65_535))
    throw new Error(`${option} must be a port: a whole number from 0 to 65535, 0 for a free one.`);
  return port;
}

/**
 * Resolves when nobody listens on that port of 127.0.0.1; 0 is always free.
 * @param option that chooses another
 * @throws PortTaken
 */
export async function demandPort(port: number, option: string): Promise<void> {
  if (port === 0) return;
  const probe = createServer().listen(port, "127.0.0.1");
  const error = await once(probe, "listening").then(
    () => null,
    (reason: NodeJS.ErrnoException) => reason,
  );
  if (error) throw portTaken(port, option, error.code);
  probe.close();
  await once(probe, "close");
}

/** @param code of the system's error */
export function portTaken(port: number, option: string, code: string | undefined): PortTaken {
  const another = `choose another with ${option} N (0 takes a free one)`;
  if (code === "EACCES") return new PortTaken(`This user may not listen on port ${port}: ${another}.`);
  if (code !== "EADDRINUSE")
    return new PortTaken(`Nobody can listen on port ${port} of 127.0.0.1 (${code}): ${another}.`);
  return new PortTaken(
    `Port ${port} is taken, perhaps by another demo, by npm run dev or npm run local, or by a program of yours: end that, or ${another}.`,
  );
}

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
