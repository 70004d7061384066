import { redact } from "#log/redact.js";

/** What a problem may carry besides its words. */
export interface ProblemExtra {
  headers?: Readonly<Record<string, string>>;
  /** A URI of this very occurrence, such as the run's own address. */
  instance?: string;
}

/**
 * An error answer as RFC 9457 has it. `type` is about:blank: the status code says what kind it is.
 * `detail` is read by the caller: no secret, no inner message.
 */
export function problem(status: number, title: string, detail: string, extra: ProblemExtra = {}): Response {
  const body = {
    type: "about:blank",
    title,
    status,
    detail: redact(detail),
    ...(extra.instance && { instance: extra.instance }),
  };
  return new Response(JSON.stringify(body), {
    status,
    headers: {
      ...extra.headers,
      "content-type": "application/problem+json",
      "cache-control": "no-store",
    },
  });
}

/** Thrown where a request is refused; the guard turns it into its answer. Never reported to Sentry. */
export class HttpProblem extends Error {
  override readonly name = "HttpProblem";

  constructor(
    readonly status: number,
    readonly title: string,
    readonly detail: string,
    readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super(`${status} ${title}: ${detail}`);
  }

  /** By name: Next bundles this class several times, and what they share throws its own. */
  static override [Symbol.hasInstance](value: unknown): boolean {
    return value instanceof Error && value.name === "HttpProblem";
  }

  response(extra: Pick<ProblemExtra, "instance"> = {}): Response {
    return problem(this.status, this.title, this.detail, { headers: this.headers, ...extra });
  }
}
