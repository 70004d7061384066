import type { ReadEndpoint } from "#sentry/control/schema.js";
import { type Ctx, hang, logRequest, pause, resetConnection } from "#sentry/http.js";
import { type State, spend } from "#sentry/state.js";

export const LOGIN_PAGE =
  "<!doctype html><html><head><title>Login | Sentry</title></head><body><h1>Sign in to continue</h1></body></html>";

/** What Sentry says with these, where control names no words. */
const SENTRYS_WORDS: Readonly<Record<number, string>> = {
  401: "Invalid token",
  403: "You do not have permission to perform this action.",
  404: "The requested resource does not exist",
};

/** Faults that need the real answer first: `readAnswer` applies them to it. */
const LATER = new Set(["truncated", "wrong-body", "never"]);

/** Answers in place of the read API as control said; null when the endpoint itself is to answer. */
export async function readFault(state: State, c: Ctx, endpoint: ReadEndpoint): Promise<Response | null> {
  const fault = state.behaviour.read;
  if (fault.endpoints && !fault.endpoints.includes(endpoint)) return null;
  if (fault.delayMs) await pause(c, fault.delayMs);
  if (fault.mode === "normal" || LATER.has(fault.mode)) return null;
  spend(state, "read");
  logRequest(state, `GET ${endpoint}`, fault.mode, "as told");
  if (fault.mode === "refuse") return resetConnection(c);
  if (fault.mode === "hang") return hang(c);
  if (fault.mode === "html") return c.html(LOGIN_PAGE);
  if (fault.mode === "redirect") return c.redirect("/auth/login/", 302);
  const status = fault.status ?? 500;
  const empty = status === 204 || status === 205 || status === 304;
  const body =
    fault.body ?? JSON.stringify({ detail: SENTRYS_WORDS[status] ?? "Internal Error", errorId: null });
  return new Response(empty ? null : body, {
    status,
    headers: { "content-type": "application/json", ...fault.headers },
  });
}

/** The real answer, cut in half when told so. */
export async function readAnswer(
  state: State,
  c: Ctx,
  endpoint: ReadEndpoint,
  answer: Response,
): Promise<Response> {
  const fault = state.behaviour.read;
  const applies = !fault.endpoints || fault.endpoints.includes(endpoint);
  if (fault.mode !== "truncated" || !applies || answer.status !== 200) return answer;
  spend(state, "read");
  const body = await answer.text();
  logRequest(state, `GET ${endpoint}`, "truncated", "as told");
  return c.body(body.slice(0, Math.floor(body.length / 2)), 200, { "content-type": "application/json" });
}
