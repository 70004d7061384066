import { answerError, fresh, type RouteContext } from "#access/guard.js";
import { findCheck } from "#checks/catalogue.js";
import { mountedFile } from "#checks/mount/addresses.js";
import { HttpProblem } from "#http/problem.js";
import { type CatchAll, findPattern, ROUTES, segmentsOf } from "#next/addresses.js";

const METHODS = ["GET", "POST", "DELETE"] as const;
type Handler = (request: Request, context: RouteContext<{ id: string }>) => Promise<Response> | Response;
type Route = Partial<Record<(typeof METHODS)[number], Handler>>;

/** Each is loaded when somebody asks for it. */
const LOAD: Readonly<Record<(typeof ROUTES)[number], () => Promise<Route>>> = {
  live: () => import("./live.js"),
  ready: () => import("./ready.js"),
  "sentry/doctor": () => import("./doctor.js"),
  "sentry/runs": () => import("./runs.js"),
  "sentry/runs/*": () => import("./run.js"),
  "sentry/runs/*/evidence": () => import("./evidence.js"),
  "sentry/session": () => import("./session.js"),
  "sentry/start": () => import("./start.js"),
  "sentry/status": () => import("./status.js"),
  "sentry/sync": () => import("./sync.js"),
  "sentry/verify": () => import("./verify.js"),
};

/** A GET that fires: HEAD, which monitors send as a question, must not. */
const FIRED_BY_GET: readonly string[] = ["sentry/verify"];

export type Answer = (request: Request, context: { params: CatchAll }) => Promise<Response>;

/** Answers every address of app/api/health/[...roundtrip]/route.ts. */
export const answer: Answer = async (request, { params }) => {
  try {
    const segments = await segmentsOf(params);
    const pattern = findPattern(ROUTES, segments);
    if (!pattern) throw notThere(request, segments);
    const route = await LOAD[pattern]();
    const read = FIRED_BY_GET.includes(pattern) ? ["GET"] : ["GET", "HEAD"];
    const method = METHODS.find((one) => one === (read.includes(request.method) ? "GET" : request.method));
    const handler = method && route[method];
    if (!handler) throw notAllowed(route, read);
    return await handler(request, { params: Promise.resolve({ id: segments[2] ?? "" }) });
  } catch (error) {
    return fresh(request, answerError(error));
  }
};

function notThere({ url }: Request, [name = "", ...more]: readonly string[]): HttpProblem {
  // Of an address that is spelt another way, such as %73entry, Next.js hands on what it means: the route may be there.
  const isSpeltSo = new URL(url).pathname.replace(/\/$/, "").endsWith(`/${name}`);
  const check = more.length === 0 && isSpeltSo ? findCheck(name) : undefined;
  const detail = check
    ? `This app has no route for the check ${check.name}: add ${mountedFile(`app/api/health/${name}/route.ts`)}.`
    : "Roundtrip has no such address.";
  return new HttpProblem(404, "Not Found", detail);
}

function notAllowed(route: Route, read: readonly string[]): HttpProblem {
  const allowed = METHODS.filter((method) => route[method]);
  const all = allowed.flatMap((method) => (method === "GET" ? read : [method]));
  return new HttpProblem(405, "Method Not Allowed", `This address answers ${all.join(" and ")}.`, {
    allow: all.join(", "),
  });
}
