import { expect, test } from "vitest";
import { isLate, wasClosed } from "#verdict/evidence/network.js";
import { networkCode } from "./error-code.js";

const coded = (code: string, cause?: unknown) => Object.assign(new Error("no", { cause }), { code });

test.each<[unknown, string]>([
  [new DOMException("too late", "TimeoutError"), "TIMEOUT"],
  [new DOMException("ended", "AbortError"), "TIMEOUT"],
  [new TypeError("fetch failed", { cause: new DOMException("too late", "TimeoutError") }), "TIMEOUT"],
  [new TypeError("fetch failed", { cause: coded("ECONNREFUSED") }), "ECONNREFUSED"],
  [new TypeError("fetch failed", { cause: new AggregateError([coded("ENETUNREACH")]) }), "ENETUNREACH"],
  [new TypeError("fetch failed", { cause: new Error("bad port") }), "bad port"],
  [coded("ETIMEDOUT"), "ETIMEDOUT"],
  [new TypeError("fetch failed"), "TypeError"],
  ["a word", "unknown"],
  [null, "unknown"],
])("%s is told as %s", (error, code) => {
  expect(networkCode(error)).toBe(code);
});

test.each(["TIMEOUT", "ETIMEDOUT", "UND_ERR_CONNECT_TIMEOUT", "UND_ERR_HEADERS_TIMEOUT", "ABORT_ERR"])(
  "%s says that no answer came in time, and nothing else",
  (code) => expect([isLate(code), wasClosed(code)]).toEqual([true, false]),
);

test.each(["ECONNRESET", "EPIPE", "UND_ERR_SOCKET"])("%s is a connection that was closed", (code) =>
  expect([isLate(code), wasClosed(code)]).toEqual([false, true]),
);
