import { guard } from "@roundtrip/next/access/guard";
import { findCheck } from "@roundtrip/next/checks/catalogue";
import { HttpProblem } from "@roundtrip/next/http/problem";
import { cause } from "@roundtrip/next/verdict/causes/catalogue";

/** No server can raise an error in a browser: whoever asks is told who can, and nothing is fired. */
export const GET = guard("fire", async () => {
  const check = findCheck("sentry-browser")?.name ?? "";
  const { summary, remedy } = cause("needs_browser", { check, why: "this was a plain request" });
  throw new HttpProblem(400, "Needs a browser", `${summary} ${remedy}`);
});
export const POST = GET;
