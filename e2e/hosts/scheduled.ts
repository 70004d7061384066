import { control } from "../stack/client";
import { beatsAt, noticesIn, startReceiver } from "../stack/receiver";
import type { Up } from "./prove";

const SECRET = "fake-cron-secret-Zt4Wm8Qe1Rk6Yp9X";

const differs = (what: string, seen: unknown, expected: unknown): string[] =>
  JSON.stringify(seen) === JSON.stringify(expected)
    ? []
    : [`${what}: ${JSON.stringify(seen)}, and not ${JSON.stringify(expected)}`];

/**
 * A scheduler is the canary of an app that has no Inngest: by GET with its secret, as Vercel Cron calls, and by the
 * command, as a timer does. What it finds is told to a webhook and to a heartbeat's address.
 */
export async function scheduled({ url, sentry, ask, restart }: Up): Promise<string[]> {
  const [webhook, pings] = await Promise.all([startReceiver(), startReceiver()]);
  const call = async () => {
    const headers = { authorization: `Bearer ${SECRET}` };
    return (await fetch(`${url}/api/health/sentry/verify`, { headers })).status;
  };
  const refuse = (mode: object) => control(sentry, "ingest", mode);
  try {
    await restart({
      CRON_SECRET: SECRET,
      ALERT_WEBHOOK_URL: `${webhook.url}/hook`,
      HEARTBEAT_URL: `${pings.url}/ping`,
    });
    const well = await call();
    await refuse({ mode: "status", status: 403 });
    const failing = [await call(), (await ask("verify", "--canary")).code];
    await refuse({ mode: "normal" });
    const again = (await ask("verify", "--canary")).code;
    return [
      ...differs("the calls were answered", [well, ...failing, again], [200, 503, 1, 0]),
      ...differs(
        "the webhook was told",
        noticesIn(webhook).map(({ kind, check }) => `${kind} ${check}`),
        ["problem sentry", "recovery sentry"],
      ),
      ...differs("the heartbeat's address heard", beatsAt(pings, "/ping"), [
        ...["/start", "pass", "/start", "/fail", "/start", "/fail", "/start", "pass"],
      ]),
    ];
  } finally {
    await refuse({ mode: "normal" });
    await Promise.all([webhook.close(), pings.close()]);
  }
}
