// @module-tag long
import { randomUUID } from "node:crypto";
import { existsSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type LocalRedis, REDIS_MISSING, redisBinary, startRedis } from "#store/testing/redis.js";
import { StoppingHost } from "../fleet/stopping-host";
import { alteredBuild } from "../sabotage/altered/build";

/** Where processes have no such file, nobody can say that one is stopped. */
const unseen = !existsSync("/proc/self/stat");
if (unseen) console.warn("no /proc here: whether a process is stopped cannot be seen");
const storeless = redisBinary() === null;
if (storeless) console.warn(REDIS_MISSING);

const UNWIRED = { SABOTAGE_FAULT: "waits-for-nothing" };
const VERCEL = { VERCEL: "1" };
const CLOUD_RUN = { K_SERVICE: "shop", WITHOUT_WAIT_UNTIL: "1" };
/** The check that is raised as the app's own route raises, and the address of that route. */
const PAIRS = { uncaught: "sentry", logged: "sentry-extra" } as const;
type Way = keyof typeof PAIRS;
/** A page's errors have no such pair: its check waits for the page. */
const VERIFIED = [...Object.values(PAIRS), "sentry-render"];

describe.skipIf(unseen || storeless)("a host that stops the process after each answer", () => {
  let directory: string;
  let redis: LocalRedis;
  beforeAll(async () => {
    directory = await alteredBuild();
    redis = await startRedis();
  }, 600_000);
  afterAll(() => redis?.remove());

  const hosts: { title: string; env: Record<string, string>; sent: Way[]; verdicts: string[] }[] = [
    {
      title: "Vercel, as the app is wired",
      env: VERCEL,
      sent: ["uncaught", "logged"],
      verdicts: ["pass null", "pass null", "pass null"],
    },
    {
      title: "Vercel, while nothing in the app waits",
      env: { ...VERCEL, ...UNWIRED },
      sent: [],
      verdicts: ["fail sent_while_awake", "fail sent_while_awake", "fail sent_while_awake"],
    },
    {
      title: "Cloud Run, as the app is wired",
      env: CLOUD_RUN,
      sent: ["uncaught"],
      verdicts: ["pass null", "warn send_not_held", "warn send_not_held"],
    },
    {
      title: "Cloud Run, while nothing in the app waits",
      env: { ...CLOUD_RUN, ...UNWIRED },
      sent: [],
      verdicts: ["warn send_not_held", "warn send_not_held", "warn send_not_held"],
    },
  ];

  describe.each(hosts)("$title", ({ env, sent, verdicts }) => {
    let host: StoppingHost;
    beforeAll(async () => {
      host = await StoppingHost.start(directory, { ...env, STORE_URL: redis.url });
    }, 120_000);
    afterAll(() => host?.stop());

    test.each(Object.keys(PAIRS) as Way[])(
      "an error that is %s meets one fate, the app's own as the check's",
      async (way) => {
        const mark = randomUUID();
        await host.stopped();
        await (await host.caller.get(`/own/${way}?mark=${mark}`)).text();
        await host.stopped();
        const own = await host.has(mark);
        const fired = await host.caller.get(`/api/health/${PAIRS[way]}`);
        await fired.text();
        expect(fired.status).toBe(way === "uncaught" ? 500 : 200);
        const run = fired.headers.get("x-check-run") ?? "no run";
        await host.stopped();
        const check = await host.has(run);
        expect({ own, check }).toEqual({ own: sent.includes(way), check: sent.includes(way) });
      },
    );

    test("verify, which keeps the process running by its waiting, says no more than that", async () => {
      const { answer } = await host.caller.verify({ checks: VERIFIED });
      const told = VERIFIED.map((name) => answer.checks[name]?.[0]);
      expect(told.map((one) => `${one?.verdict} ${one?.cause?.code ?? null}`)).toEqual(verdicts);
    });
  });
});
