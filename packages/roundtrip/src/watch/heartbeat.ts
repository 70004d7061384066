import { env } from "#config/variables.js";
import { twice } from "#network/ask-twice.js";
import { networkCode } from "#network/error-code.js";
import { sendOut } from "#network/request.js";
import { detached } from "#state/detached.js";
import { isLate } from "#verdict/evidence/network.js";
import { failureOf } from "./outgoing-failure.js";

const TIMEOUT_MS = 10_000;

/** start: a round begins. pass: all its checks passed. fail: one did not, or could not be checked. */
export type Beat = "start" | "pass" | "fail";

/** healthchecks.io's addresses (docs: "Pinging API"): `/start` and `/fail` after the ping address, which means all is well. */
export function beatAddress(heartbeatUrl: string, beat: Beat): string {
  const url = new URL(heartbeatUrl);
  if (beat !== "pass") url.pathname = `${url.pathname.replace(/\/$/, "")}/${beat}`;
  return url.href;
}

/**
 * Pings HEARTBEAT_URL, whose silence somebody else notices. Never throws; false when nobody took it, which that
 * somebody will notice by itself. True without HEARTBEAT_URL.
 */
export const heartbeat = (beat: Beat): Promise<boolean> =>
  detached(async () => {
    const send = () => ping(beat);
    return (await twice(send, (taken) => taken === "late")) === true;
  });

/** True: it was taken; late: nobody answered in time. */
async function ping(beat: Beat): Promise<boolean | "late"> {
  const { HEARTBEAT_URL } = env();
  if (!HEARTBEAT_URL) return true;
  try {
    const response = await sendOut(beatAddress(HEARTBEAT_URL, beat), {
      base: HEARTBEAT_URL,
      timeoutMs: TIMEOUT_MS,
    });
    await response.body?.cancel();
    if (response.ok) return true;
    console.warn(`roundtrip: the heartbeat's address answered ${response.status}`);
  } catch (error) {
    console.warn(`roundtrip: the heartbeat's address ${failureOf(error, TIMEOUT_MS)}`);
    if (isLate(networkCode(error))) return "late";
  }
  return false;
}
