import { afterEach, expect, test, vi } from "vitest";
import { odd } from "#checks/testing/addresses.js";
import { cause } from "#verdict/causes/catalogue.js";
import { headline, type Notice, NoticeSchema, noticeOf, slackBody } from "./notice.js";

afterEach(() => {
  vi.unstubAllEnvs();
});
const source = {
  id: "n1",
  environment: "production",
  origin: "https://app.example.com",
};
const run = "019b8e00aaaa7bbb8ccc0123456789ab";
const firedAt = Date.UTC(2030, 0, 1, 9, 30);
const why = cause("dsn_rejected", { status: 403 });
const failed = {
  check: "sentry",
  run,
  verdict: "fail" as const,
  cause: why,
  firedAt,
  release: "shop@4f2a91c",
};
const tell = { kind: "problem", since: firedAt, told: 1, about: failed } as const;
const problem = noticeOf(tell, source);

test("a notice names check, stage, cause, remedy, where to look and since when", () => {
  expect(NoticeSchema.parse(problem)).toEqual({
    version: 1,
    id: "n1",
    kind: "problem",
    check: "sentry",
    title: "Route handler",
    verdict: "fail",
    stage: why.stage,
    cause: "dsn_rejected",
    summary: why.summary,
    remedy: why.remedy,
    release: "shop@4f2a91c",
    environment: "production",
    link: `https://app.example.com/admin/sentry/runs/${run}`,
    about: "https://app.example.com/admin/sentry/causes#dsn_rejected",
    since: "2030-01-01T09:30:00.000Z",
    at: "2030-01-01T09:30:00.000Z",
    told: 1,
  });
});

test("a check that could not be fired leads to the page of all checks, and without an address nowhere", () => {
  const unfired = { ...tell, about: { ...failed, run: null } };
  expect(noticeOf(unfired, source).link).toBe("https://app.example.com/admin/sentry");
  expect(noticeOf(tell, { ...source, origin: null })).toMatchObject({ link: null, about: null });
});

test("its links lead to where the app has Roundtrip: below base path and mount point, with the app's slash", () => {
  vi.stubEnv("ROUNDTRIP_ADDRESSES", JSON.stringify(odd));
  const pages = "https://app.example.com/shop/ops/errors/";
  expect(noticeOf(tell, source)).toMatchObject({
    link: `${pages}runs/${run}/`,
    about: `${pages}causes/#dsn_rejected`,
  });
  expect(noticeOf({ ...tell, about: { ...failed, run: null } }, source).link).toBe(pages);
});

test.each<[Partial<Notice>, string]>([
  [{}, "Route handler (sentry) fails in production"],
  [{ kind: "reminder" }, "Route handler (sentry) still fails in production"],
  [{ kind: "changed" }, "Route handler (sentry) fails for another cause in production"],
  [{ kind: "recovery", verdict: "pass" }, "Route handler (sentry) passes again in production"],
  [{ verdict: "unknown" }, "Route handler (sentry) cannot be checked in production"],
  [{ kind: "reminder", verdict: "unknown" }, "Route handler (sentry) still cannot be checked in production"],
])("%j: %s", (change, expected) => {
  expect(headline({ ...problem, ...change })).toBe(expected);
});

test("Slack gets one text, whose special characters are escaped", () => {
  const { text } = slackBody({ ...problem, summary: "a < b & c > d", kind: "reminder", told: 3 });
  expect(text.split("\n")).toEqual([
    ":red_circle: *Route handler (sentry) still fails in production*",
    "a &lt; b &amp; c &gt; d",
    `*Do this:* ${why.remedy.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;")}`,
    `Cause <https://app.example.com/admin/sentry/causes#dsn_rejected|dsn_rejected>, failed at stage “accepted” · since 2030-01-01 09:30 UTC · reported 3 times · release shop@4f2a91c · <https://app.example.com/admin/sentry/runs/${run}|Look at it>`,
  ]);
});

test("one report is counted as once", () => {
  expect(slackBody({ ...problem, kind: "reminder", told: 1 }).text).toContain(" · reported once · ");
});

test("a recovery says since when it had failed, and asks for nothing", () => {
  const passed = { ...failed, verdict: "pass" as const, cause: null };
  const recovery = { kind: "recovery", since: firedAt - 3_600_000, told: 2, about: passed } as const;
  const notice = noticeOf(recovery, source);
  expect(notice).toMatchObject({
    stage: null,
    cause: null,
    remedy: "",
    about: null,
    since: "2030-01-01T08:30:00.000Z",
  });
  const { text } = slackBody(notice);
  expect(text).toContain(":large_green_circle:");
  expect(text).toContain("failed since 2030-01-01 08:30 UTC");
  expect(text).not.toContain("Do this");
});
