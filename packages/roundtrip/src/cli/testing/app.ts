import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { DEFAULT_CHECKS } from "#checks/catalogue.js";
import { NONCE_HEADER } from "#checks/nonce.js";
import {
  health,
  healthAnswer,
  pendingEntry,
  problem,
  RELEASE,
  type Reply,
  runAnswer,
  runIdOf,
  type Step,
} from "./answers.js";
import type { FakeClock } from "./clock.js";

export const TOKEN = "fake-admin-token-0123456789-abcdefghijkl";
export interface Seen {
  method: string;
  path: string;
  query: URLSearchParams;
  authorization: string | undefined;
  nonce: string | undefined;
  body: unknown;
}

export interface FakeApp {
  url: string;
  seen: Seen[];
  close(): Promise<void>;
}

interface Behaviour {
  /** What the runs of each check go through; the keys are what `verify` fires by default. */
  runs?: Record<string, Step[]>;
  release?: string;
  /** Comes before everything else: a reply, "drop" to cut the connection, "hang" to say nothing. */
  instead?: (seen: Seen) => Reply | "drop" | "hang" | undefined;
  /** Answers a long poll at once. */
  early?: boolean;
  /** The caller's, if that is not the machine's: waiting and silence then take none of anybody's time. */
  clock?: FakeClock;
}

/** The app's HTTP contract on loopback, with scripted verdicts. A wrong token gets the app's own 401. */
export async function fakeApp(behaviour: Behaviour = {}): Promise<FakeApp> {
  const { runs, release = RELEASE, instead, early = false, clock } = behaviour;
  const steps =
    runs ?? Object.fromEntries(DEFAULT_CHECKS.map((name) => [name, [{ verdict: "pass" } as Step]]));
  const looks = new Map<string, number>();
  /** Of the firing: the app keeps it with its runs. */
  let nonce: string | null = null;
  const seen: Seen[] = [];

  const answer = async (seenOne: Seen): Promise<Reply | "drop" | "hang"> => {
    if (/\/verify\/?$/.test(seenOne.path)) nonce = seenOne.nonce ?? null;
    const other = instead?.(seenOne);
    const one = { ...seenOne, path: seenOne.path.replace(/\/$/, "") };
    if (other) return other;
    if (one.authorization !== `Bearer ${TOKEN}`) {
      if (one.path.endsWith("/status")) return health({ status: "pass" }, 200);
      return problem(
        401,
        "Unauthorized",
        "Send ADMIN_TOKEN as a bearer token in the header Authorization, or sign in at /admin/sentry/sign-in.",
      );
    }
    if (one.path.endsWith("/status")) return health(healthAnswer({}, release), 503);
    if (one.path.endsWith("/verify")) {
      const asked = (one.body as { checks?: string[] }).checks ?? Object.keys(steps);
      const unknown = asked.find((name) => !(name in steps));
      if (unknown) return problem(404, "Unknown check", `there is no check of this name: ${unknown}`);
      return health(
        healthAnswer(Object.fromEntries(asked.map((name) => [name, [pendingEntry(name)]])), release),
        503,
      );
    }
    const id = one.path.split("/").at(-1) ?? "";
    const check = Object.keys(steps).find((name) => runIdOf(name) === id);
    const script = check ? steps[check] : undefined;
    if (!check || !script) return problem(404, "Unknown run", "there is no run with this id");
    const wait = early ? 0 : Number(one.query.get("wait")) * 1000;
    const timed = script.some(({ from }) => from !== undefined);
    return {
      status: 200,
      body: runAnswer(check, {
        nonce,
        ...(await (timed ? latest(script, wait) : next(id, script, wait))),
      }),
    };
  };

  const next = async (id: string, script: Step[], wait: number): Promise<Step> => {
    const look = looks.get(id) ?? 0;
    looks.set(id, look + 1);
    const step = script[Math.min(look, script.length - 1)] ?? { verdict: "pending" };
    // As in the app, a run that stays pending holds the answer back for as long as was asked.
    if (step.verdict === "pending" && look >= script.length - 1) await (clock?.sleep(wait) ?? hold(wait));
    return step;
  };

  const began = clock?.now() ?? 0;
  const latest = async (script: Step[], wait: number): Promise<Step> => {
    if (!clock) throw new Error("a step with a time needs a clock");
    const current = () => script.findLast(({ from = 0 }) => clock.now() - began >= from);
    const until = clock.now() + wait;
    while (current()?.verdict === "pending" && clock.now() < until) {
      const change = script.map(({ from = 0 }) => began + from).find((at) => at > clock.now());
      await clock.sleep(Math.min(until, change ?? until) - clock.now());
    }
    return current() ?? { verdict: "pending" };
  };

  const waiting = new Set<() => void>();
  const hold = (ms: number) =>
    new Promise<void>((done) => {
      const timer = setTimeout(end, ms);
      function end() {
        clearTimeout(timer);
        waiting.delete(end);
        done();
      }
      waiting.add(end);
    });

  const server = createServer((request, response) => {
    void (async () => {
      const one = await read(request);
      seen.push(one);
      const reply = await answer(one);
      if (reply === "drop") request.socket.destroy();
      else if (reply === "hang") clock?.expire();
      else send(response, one, reply);
    })();
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    seen,
    close: () =>
      new Promise((done) => {
        for (const end of waiting) end();
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
}

/** Apps for the tests of one file, closed together: tests that run side by side must not close each other's. */
export function fakeApps() {
  const open: FakeApp[] = [];
  return {
    async app(behaviour: Behaviour = {}): Promise<FakeApp> {
      const one = await fakeApp(behaviour);
      open.push(one);
      return one;
    },
    closeApps: async () => {
      await Promise.all(open.splice(0).map((one) => one.close()));
    },
  };
}

async function read(request: IncomingMessage): Promise<Seen> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const { pathname, searchParams } = new URL(request.url ?? "/", "http://fake");
  const text = Buffer.concat(chunks).toString();
  return {
    method: request.method ?? "",
    path: pathname,
    query: searchParams,
    authorization: request.headers.authorization,
    nonce: request.headers[NONCE_HEADER]?.toString(),
    body: text ? JSON.parse(text) : undefined,
  };
}

function send(response: ServerResponse, { nonce }: Seen, reply: Reply): void {
  const { status, type = "application/json", headers, body } = reply;
  const all = { "content-type": type, ...(nonce && { [NONCE_HEADER]: nonce }), ...headers };
  response.writeHead(
    status,
    Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined)),
  );
  response.end(typeof body === "string" ? body : JSON.stringify(body));
}
