import { answerError, fresh, type RouteContext } from "#access/guard.js";
import { findCheck } from "#checks/catalogue.js";
import { HttpProblem } from "#http/problem.js";

const METHODS = ["GET", "POST", "DELETE"] as const;
type Handler = (request: Request, context: RouteContext<{ id: string }>) => Promise<Response> | Response;
type Route = Partial<Record<(typeof METHODS)[number], Handler>>;

/** What is below the host's catch-all route; `*` is a run's id. Each is loaded when somebody asks for it. */
export const ROUTES: Readonly<Record<string, () => Promise<Route>>> = {
  live: () => import("./live.js"),
  ready: () => import("./ready.js"),
  "sentry/doctor": () => import("./doctor.js"),
  "sentry/runs": () => import("./runs.js"),
  "sentry/runs/*": () => import("./run.js"),
  "sentry/runs/*/evidence": () => import("./evidence.js"),
  "sentry/session": () => import("./session.js"),
  "sentry/status": () => import("./status.js"),
  "sentry/sync": () => import("./sync.js"),
  "sentry/verify": () => import("./verify.js"),
};

/** As Next hands a catch-all route its address, whatever its file calls it. */
interface CatchAll {
  params: Promise<Record<string, string | string[] | undefined>>;
}

async function answer(request: Request, { params }: CatchAll): Promise<Response> {
  const segments = Object.values(await params).flat();
  const path = Object.keys(ROUTES).find((one) => matches(one.split("/"), segments));
  const load = ROUTES[path ?? ""];
  try {
    if (!load) throw notThere(segments);
    const route = await load();
    const method = METHODS.find((one) => one === (request.method === "HEAD" ? "GET" : request.method));
    const handler = method && route[method];
    if (!handler) throw notAllowed(route);
    return await handler(request, { params: Promise.resolve({ id: segments[2] ?? "" }) });
  } catch (error) {
    return fresh(request, answerError(error));
  }
}

const matches = (pattern: readonly string[], segments: readonly (string | undefined)[]): boolean =>
  pattern.length === segments.length && pattern.every((part, at) => part === "*" || part === segments[at]);

function notThere([name = "", ...more]: readonly (string | undefined)[]): HttpProblem {
  const check = more.length === 0 ? findCheck(name) : undefined;
  const detail = check
    ? `This app has no route for the check ${check.name}: add app/api/health/${name}/route.ts.`
    : "Roundtrip has no such address.";
  return new HttpProblem(404, "Not Found", detail);
}

function notAllowed(route: Route): HttpProblem {
  const allowed = METHODS.filter((method) => route[method]);
  const all = allowed.flatMap((method) => (method === "GET" ? ["GET", "HEAD"] : [method]));
  return new HttpProblem(405, "Method Not Allowed", `This address answers ${all.join(" and ")}.`, {
    allow: all.join(", "),
  });
}

/** The handlers of app/api/health/[...roundtrip]/route.ts. */
export const routes = { GET: answer, POST: answer, DELETE: answer };
