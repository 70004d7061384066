import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { HealthAnswer, HealthEntry, Problem, RunAnswer, Verdict } from "@/checks/answer";
import { DEFAULT_CHECKS, findCheck } from "../checks/catalogue";
import { stagesOf } from "../checks/stages";
import type { FakeClock } from "./fake-clock";

export const TOKEN = "fake-admin-token-0123456789-abcdefghijkl";
export const RELEASE = "shop@1f2e3d4c5b6a79880f1e2d3c4b5a69788f9e0d1c";
const FIRED = Date.UTC(2030, 0, 1);

export interface Seen {
  method: string;
  path: string;
  query: URLSearchParams;
  authorization: string | undefined;
  body: unknown;
}

export interface Reply {
  status: number;
  type?: string;
  headers?: Record<string, string>;
  body: unknown;
}

/** A step of a run, as one look shows it; after the last step the run stays as it is. */
export type Step = Partial<RunAnswer> & { verdict: Verdict };

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
  /** The caller's, if that is not the machine's: waiting and silence then take none of anybody's time. */
  clock?: FakeClock;
}

export const problem = (status: number, title: string, detail: string, headers = {}): Reply => ({
  status,
  type: "application/problem+json",
  headers,
  body: { type: "about:blank", title, status, detail } satisfies Problem,
});

export const runIdOf = (check: string): string => {
  const place = [...check].reduce((sum, char) => (sum * 31 + char.charCodeAt(0)) % 0xffff, 7);
  return `0199aabbccdd7eee8${place.toString(16).padStart(15, "0")}`;
};

/** The app's HTTP contract on loopback, with scripted verdicts. A wrong token gets the app's own 401. */
export async function fakeApp({ runs, release = RELEASE, instead, clock }: Behaviour = {}): Promise<FakeApp> {
  const steps =
    runs ?? Object.fromEntries(DEFAULT_CHECKS.map((name) => [name, [{ verdict: "pass" } as Step]]));
  const looks = new Map<string, number>();
  const seen: Seen[] = [];

  const answer = async (one: Seen): Promise<Reply | "drop" | "hang"> => {
    const other = instead?.(one);
    if (other) return other;
    if (one.authorization !== `Bearer ${TOKEN}`) {
      if (one.path.endsWith("/status")) return health({ status: "pass" }, 200);
      return problem(
        401,
        "Unauthorized",
        "Send ADMIN_TOKEN as a bearer token in the header Authorization, or sign in at /admin/login.",
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
    const look = looks.get(id) ?? 0;
    looks.set(id, look + 1);
    const step = script[Math.min(look, script.length - 1)] ?? { verdict: "pending" };
    const wait = Number(one.query.get("wait"));
    // As in the app, a run that stays pending holds the answer back for as long as was asked.
    if (step.verdict === "pending" && look >= script.length - 1)
      await (clock?.sleep(wait * 1000) ?? hold(wait * 1000));
    return { status: 200, body: runAnswer(check, step) };
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
      else send(response, reply);
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
    body: text ? JSON.parse(text) : undefined,
  };
}

function send(response: ServerResponse, { status, type = "application/json", headers, body }: Reply): void {
  response.writeHead(status, { "content-type": type, ...headers });
  response.end(typeof body === "string" ? body : JSON.stringify(body));
}

export const health = (body: unknown, status: number): Reply => ({
  status,
  type: "application/health+json",
  body,
});

export const healthAnswer = (checks: Record<string, HealthEntry[]>, releaseId = RELEASE): HealthAnswer => ({
  status: "fail",
  releaseId,
  environment: "staging",
  checks,
});

export const pendingEntry = (check: string, over: Partial<HealthEntry> = {}): HealthEntry => ({
  componentType: "check",
  run: runIdOf(check),
  status: "fail",
  verdict: "pending",
  observedValue: null,
  observedUnit: "ms",
  time: new Date(FIRED).toISOString(),
  output: "",
  cause: null,
  href: `/api/health/sentry/runs/${runIdOf(check)}`,
  ...over,
});

function runAnswer(check: string, step: Step): RunAnswer {
  const found = findCheck(check);
  const done = step.verdict !== "pending";
  const good = step.verdict === "pass" || step.verdict === "warn";
  const stages = (found ? stagesOf(found) : []).map((name, i) => ({
    name,
    at: good || i < 3 ? new Date(FIRED + i * 100).toISOString() : null,
    detail: "",
  }));
  return {
    id: runIdOf(check),
    check,
    cause: null,
    stages,
    expectations: [],
    warnings: [],
    links: {
      sentry: good ? `https://sentry.example/organizations/shop/issues/7/events/${runIdOf(check)}/` : null,
    },
    firedAt: new Date(FIRED).toISOString(),
    deadline: new Date(FIRED + 300_000).toISOString(),
    decidedAt: done ? new Date(FIRED + 1_500).toISOString() : null,
    revisedAt: done ? new Date(FIRED + 1_500).toISOString() : null,
    latencyMs: good ? 1_234 : null,
    ...step,
  };
}
