import { expect, test } from "vitest";
import { refusalText, tokenFromFragment, withPlace } from "./sign-in.js";

test.each([
  ["/admin/sentry/causes", "#dsn_rejected", "/admin/sentry/causes#dsn_rejected"],
  ["/admin/sentry/causes", "", "/admin/sentry/causes"],
  ["/admin/sentry#facts", "#dsn_rejected", "/admin/sentry#facts"],
])("from %s and the fragment %j the person goes on to %s", (next, hash, expected) => {
  expect(withPlace(next, hash)).toBe(expected);
});

test.each([
  ["#token=abc", "abc"],
  ["#token=a%2Bb%3D", "a+b="],
  ["#token=a+b/c=", "a+b/c="],
  ["#token=100%", "100%"],
])("a sign-in link with %s carries the token %s", (hash, token) => {
  expect(tokenFromFragment(hash)).toBe(token);
});

test.each(["", "#", "#token=", "#facts", "#a&token=b"])("the fragment %j carries no token", (hash) => {
  expect(tokenFromFragment(hash)).toBeNull();
});

test("a refused token is said to be wrong", async () => {
  expect(await refusalText(Response.json({}, { status: 401 }))).toMatch(/not this app's admin token/);
});

test.each([
  ["40", "in 40 seconds"],
  ["1", "in 1 second."],
  ["240", "in 4 minutes"],
  [null, "in a few minutes"],
])("too many tries with Retry-After %s say when to come back", async (after, said) => {
  const headers = after === null ? {} : { "retry-after": after };
  expect(await refusalText(Response.json({}, { status: 429, headers }))).toContain(said);
});

test("a closed app names the variable that is missing", async () => {
  const body = { title: "Service Unavailable", detail: "Roundtrip is closed: ADMIN_TOKEN is not set." };
  expect(await refusalText(Response.json(body, { status: 503 }))).toBe(body.detail);
});

test.each([200, 401, 429, 502])(
  "a page that answers %d in the app's place is not taken for the app",
  async (status) => {
    const said = await refusalText(
      new Response("<html>", { status, headers: { "content-type": "text/html" } }),
    );
    expect(said).toContain("The answer is not Roundtrip's.");
    expect(said).toContain(`answered ${status} with text/html`);
  },
);

test("an answer that does not say why is named by its status", async () => {
  expect(await refusalText(Response.json({}, { status: 500 }))).toContain("The app answered 500.");
});
