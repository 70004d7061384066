import { redact } from "#log/redact.js";
import { hasCode } from "#state/coded-error.js";

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
  readonly code = "HttpProblem";

  constructor(
    readonly status: number,
    readonly title: string,
    readonly detail: string,
    readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super(`${status} ${title}: ${detail}`);
  }

  static is(error: unknown): error is HttpProblem {
    return hasCode(error, "HttpProblem");
  }

  response(extra: Pick<ProblemExtra, "instance"> = {}): Response {
    return problem(this.status, this.title, this.detail, { headers: this.headers, ...extra });
  }
}
