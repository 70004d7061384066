// @module-tag long
import { randomUUID } from "node:crypto";
import { existsSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { companionId } from "#runs/id.js";
import { type LocalRedis, REDIS_MISSING, redisBinary, startRedis } from "#store/testing/redis.js";
import { StoppingHost } from "../../fleet/stopping-host";
import { alteredBuild } from "../../sabotage/altered/build";

/** Where processes have no such file, nobody can say that one is stopped. */
const unseen = !existsSync("/proc/self/stat");
if (unseen) console.warn("no /proc here: whether a process is stopped cannot be seen");
const storeless = redisBinary() === null;
if (storeless) console.warn(REDIS_MISSING);

const UNWIRED = { SABOTAGE_FAULT: "waits-for-nothing" };
const VERCEL = { VERCEL: "1" };
const CLOUD_RUN = { K_SERVICE: "shop", WITHOUT_WAIT_UNTIL: "1" };

interface Pair {
  /** The app's own error, which says the mark; answers once the request has been answered. */
  own: (host: StoppingHost, mark: string) => Promise<Response>;
  ownStatus: number;
  check: string;
  checkStatus: number;
  /** The check's event that no code of the app's sends at once. */
  event?: (run: string) => string;
}
const at =
  (path: string): Pair["own"] =>
  (host, mark) =>
    host.caller.get(`/own/${path}?mark=${mark}`);

/** An own error of each place, and the check that raises one there. */
const PAIRS = {
  "that is uncaught": { own: at("uncaught"), ownStatus: 500, check: "sentry", checkStatus: 500 },
  "that is logged": { own: at("logged"), ownStatus: 200, check: "sentry-extra", checkStatus: 200 },
  "of a page": { own: at("render"), ownStatus: 500, check: "sentry-render", checkStatus: 200 },
  "of an action": { own: act, ownStatus: 500, check: "sentry-action", checkStatus: 200 },
  "of an edge route": {
    own: at("edge"),
    ownStatus: 500,
    check: "sentry-edge",
    checkStatus: 200,
    event: (run) => companionId(run, "uncaught"),
  },
} satisfies Record<string, Pair>;
type Way = keyof typeof PAIRS;
const WAYS = Object.keys(PAIRS) as Way[];

/** Calls the own page's action as a browser's script does. */
async function act(host: StoppingHost, mark: string): Promise<Response> {
  const form = await (await host.caller.get("/own/action")).text();
  const action = /name="\$ACTION_ID_([0-9a-f]+)"/.exec(form)?.[1] ?? "";
  await host.stopped();
  const headers = {
    "next-action": action,
    accept: "text/x-component",
    "content-type": "text/plain;charset=UTF-8",
  };
  return host.caller.get("/own/action", { method: "POST", headers, body: JSON.stringify([mark]) });
}

describe.skipIf(unseen || storeless)("a host that stops the process after each answer", () => {
  let directory: string;
  let redis: LocalRedis;
  beforeAll(async () => {
    directory = await alteredBuild();
    redis = await startRedis();
  }, 600_000);
  afterAll(() => redis?.remove());

  /** `otherwise`: what a check says of an error that is not sent before the process is stopped. */
  const hosts: { title: string; env: Record<string, string>; sent: Way[]; otherwise: string }[] = [
    { title: "Vercel, as the app is wired", env: VERCEL, sent: WAYS, otherwise: "none" },
    {
      title: "Vercel, while nothing in the app waits",
      env: { ...VERCEL, ...UNWIRED },
      sent: [],
      otherwise: "fail sent_while_awake",
    },
    {
      title: "Cloud Run, as the app is wired",
      env: CLOUD_RUN,
      sent: ["that is uncaught", "of an edge route"],
      otherwise: "warn send_not_held",
    },
    {
      title: "Cloud Run, while nothing in the app waits",
      env: { ...CLOUD_RUN, ...UNWIRED },
      sent: [],
      otherwise: "warn send_not_held",
    },
  ];

  describe.each(hosts)("$title", ({ env, sent, otherwise }) => {
    let host: StoppingHost;
    beforeAll(async () => {
      host = await StoppingHost.start(directory, { ...env, STORE_URL: redis.url });
    }, 120_000);
    afterAll(() => host?.stop());

    test.each(WAYS)("an error %s meets one fate, the app's own as the check's", async (way) => {
      const pair: Pair = PAIRS[way];
      const mark = randomUUID();
      await host.stopped();
      const answer = await pair.own(host, mark);
      await answer.text();
      expect(answer.status).toBe(pair.ownStatus);
      await host.stopped();
      const own = await host.has(mark);
      const fired = await host.caller.get(`/api/health/${pair.check}`);
      await fired.text();
      expect(fired.status).toBe(pair.checkStatus);
      const run = fired.headers.get("x-check-run") ?? "no run";
      await host.stopped();
      const check = await host.has(pair.event?.(run) ?? run);
      expect({ own, check }).toEqual({ own: sent.includes(way), check: sent.includes(way) });
    });

    test("verify, which keeps the process running by its waiting, says no more than that", async () => {
      const { answer } = await host.caller.verify({ checks: WAYS.map((way) => PAIRS[way].check) });
      const said = WAYS.map((way) => {
        const one = answer.checks[PAIRS[way].check]?.[0];
        return `${way}: ${one?.verdict} ${one?.cause?.code ?? null}`;
      });
      expect(said).toEqual(WAYS.map((way) => `${way}: ${sent.includes(way) ? "pass null" : otherwise}`));
    });
  });

  test.each(hosts)(
    "on $title, a task's error is sent before its last answer, the app's own as the check's",
    async ({ env }) => {
      const host = await StoppingHost.start(directory, { ...env, STORE_URL: redis.url }, { tasks: true });
      try {
        const mark = randomUUID();
        await host.stopped();
        await (await host.caller.get(`/own/task?mark=${mark}`)).text();
        await host.failed(1);
        await host.stopped();
        const own = await host.has(mark);
        const fired = await host.caller.get("/api/health/sentry-inngest");
        await fired.text();
        await host.failed(2);
        await host.stopped();
        const check = await host.has(fired.headers.get("x-check-run") ?? "no run");
        expect({ own, check }).toEqual({ own: true, check: true });
        const { answer } = await host.caller.verify({ checks: ["sentry-inngest"] });
        const one = answer.checks["sentry-inngest"]?.[0];
        expect(`${one?.verdict} ${one?.cause?.code ?? null}`).toBe("pass null");
      } finally {
        await host.stop();
      }
    },
  );
});
