import { expect, test } from "vitest";
import { safeNext } from "./next-page.js";

test.each([
  "/admin",
  "/admin/sentry",
  "/admin/sentry/runs/0199?wait=5",
  "/admin/sentry/causes#dsn_rejected",
  "/admin/sentry?check=sentry#facts",
  "/admin/sentry/history?release=shop%404f2a91c",
  "/admin/sentry/history?release=a(b)!'*~.-_c",
])("after signing in, a person who asked for %s goes there", (next) => {
  expect(safeNext(next)).toBe(next);
});

test.each([
  "https://evil.example/admin",
  "//evil.example/admin",
  "/\\evil.example/admin",
  "/admin//evil.example",
  "/admin\\evil",
  "/admin/\\..\\..//evil.example",
  "/admin/../elsewhere",
  "/admin/%2e%2e/elsewhere",
  "/administrator",
  "/\t/evil.example/admin",
  "/admin/sentry\r\nset-cookie:a=b",
  "/admin/sentry\n",
  "/admin/sentry?a=b c",
  '/admin/sentry#"><script>',
  "javascript:alert(1)",
  "/admin/sentry/sign-in",
  "/admin/sentry/sign-in?next=/admin/sentry/sign-in",
  "/admin/sentry/sign-in#token=abc",
  "",
  null,
  undefined,
  ["/admin/a", "/admin/b"],
])("a next of %j leads to the diagnostics page", (next) => {
  expect(safeNext(next)).toBe("/admin/sentry");
});
