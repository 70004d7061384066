import { type HealthAnswer, HealthAnswerSchema, type RunAnswer, RunAnswerSchema } from "#verdict/answer.js";
import type { Stack } from "@/local/stack";
import { answered } from "../answered";

/** Speaks to a running app as curl would. */
export class Caller {
  constructor(
    readonly url: string,
    readonly token: string,
  ) {}

  get(path: string, init: RequestInit = {}): Promise<Response> {
    const headers = new Headers(init.headers);
    headers.set("authorization", `Bearer ${this.token}`);
    return fetch(`${this.url}${path}`, { ...init, headers });
  }

  /** Signs in as a person does; answers the cookie of the session. */
  async signIn(): Promise<string> {
    const response = await fetch(`${this.url}/api/health/sentry/session`, {
      method: "POST",
      headers: { "content-type": "application/json", origin: this.url },
      body: JSON.stringify({ token: this.token }),
    });
    const cookie = response.headers.get("set-cookie")?.split(";")[0];
    if (!cookie) throw new Error(`signing in answered ${response.status}`);
    return cookie;
  }

  /** Fires a check; answers its run's id, whatever the status. */
  async fire(check: string, init: RequestInit = {}): Promise<string> {
    const response = await this.get(`/api/health/${check}`, init);
    await response.body?.cancel();
    const run = response.headers.get("x-check-run");
    if (!run) throw new Error(`${check} answered ${response.status} without a run`);
    return run;
  }

  /** The run once it is decided, however long that takes; with `wait` as it stands after so many seconds. */
  async run(id: string, wait?: number): Promise<RunAnswer> {
    for (;;) {
      const response = await this.get(`/api/health/sentry/runs/${id}?wait=${wait ?? 60}`);
      const answer = await answered(response, RunAnswerSchema, `run ${id}`);
      if (wait !== undefined || answer.verdict !== "pending") return answer;
    }
  }

  async verify(body: object = {}, headers: object = {}): Promise<{ status: number; answer: HealthAnswer }> {
    const response = await this.get("/api/health/sentry/verify", {
      method: "POST",
      headers: { "content-type": "application/json", ...headers },
      body: JSON.stringify({ wait: 300, ...body }),
    });
    return { status: response.status, answer: await answered(response, HealthAnswerSchema, "verify") };
  }
}

export const callerOf = (stack: Stack): Caller => new Caller(stack.url, stack.token);

/** Tells the local Sentry or Inngest how to behave, or asks what it saw. */
export async function control<T = unknown>(
  base: string,
  verb: string,
  body?: unknown,
  method = "PUT",
): Promise<T> {
  const response = await fetch(`${base}/_control/${verb}`, {
    method: body === undefined ? "GET" : method,
    ...(body === undefined
      ? {}
      : { headers: { "content-type": "application/json" }, body: JSON.stringify(body) }),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${verb}: ${response.status} ${text}`);
  return (text === "" ? null : JSON.parse(text)) as T;
}
