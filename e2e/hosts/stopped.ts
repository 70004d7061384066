import { NONCE_HEADER, newNonce } from "#checks/nonce.js";
import { startRedis } from "#store/testing/redis.js";
import { FiredUnderSchema } from "#verdict/answer.js";
import { StoppingHost } from "../fleet/stopping-host";
import { RELEASE } from "./prove";

/**
 * On a host that stops the process after each answer, which keeps no file. Nobody waits for the check that is fired first:
 * a waiting request would keep the process running.
 */
export async function stopped(root: string): Promise<string[]> {
  const redis = await startRedis();
  try {
    const host = await StoppingHost.start(root, { ...RELEASE, VERCEL: "1", STORE_URL: redis.url });
    try {
      return [...(await sentThough(host)), ...(await passesThough(host))];
    } finally {
      await host.stop();
    }
  } finally {
    await redis.remove();
  }
}

async function sentThough(host: StoppingHost): Promise<string[]> {
  const nonce = newNonce();
  await host.stopped();
  const fired = await host.caller.get("/api/health/sentry", { headers: { [NONCE_HEADER]: nonce } });
  await fired.text();
  await host.stopped();
  const asked = await host.caller.get(`/api/health/sentry/runs?nonce=${nonce}`);
  const [one] = FiredUnderSchema.parse(await asked.json()).runs;
  return one && (await host.has(one.run)) ? [] : [`the event of ${one?.run} was not sent: ${fired.status}`];
}

async function passesThough(host: StoppingHost): Promise<string[]> {
  const { answer } = await host.caller.verify({ checks: ["sentry"] });
  const [entry] = answer.checks.sentry ?? [];
  return entry?.verdict === "pass" ? [] : [`verify says ${JSON.stringify(entry)}`];
}
