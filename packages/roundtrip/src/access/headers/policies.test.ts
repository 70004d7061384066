import { describe, expect, it } from "vitest";
import { contentSecurityPolicy, pageHeaders } from "./policies.js";
import { securityHeaders } from "./static.js";

const dsn = "https://abc123@o1.ingest.sentry.io/42";
const directive = (policy: string, name: string) =>
  policy.split("; ").find((one) => one.startsWith(`${name} `));

describe("contentSecurityPolicy", () => {
  it("lets the browser connect to this app and to the DSN's origin, and nowhere else", () => {
    expect(directive(contentSecurityPolicy("n", dsn), "connect-src")).toBe(
      "connect-src 'self' https://o1.ingest.sentry.io",
    );
    expect(directive(contentSecurityPolicy("n", "http://k@127.0.0.1:9000/1"), "connect-src")).toBe(
      "connect-src 'self' http://127.0.0.1:9000",
    );
  });

  it.each([
    [null],
    [""],
    ["nonsense"],
    ["https://o1.ingest.sentry.io/42"],
    ["https://k@a.example; script-src */1"],
  ])("adds no origin for the DSN %j", (bad) => {
    expect(directive(contentSecurityPolicy("n", bad), "connect-src")).toBe("connect-src 'self'");
  });

  it("lets the browser connect to its tunnel on another host, where the operator names it, and to nothing beside it", () => {
    const connects = (tunnel: string) =>
      directive(contentSecurityPolicy("n", dsn, { tunnel }), "connect-src");
    expect(connects("https://errors.example:8443/tunnel?a=1")).toBe(
      "connect-src 'self' https://o1.ingest.sentry.io https://errors.example:8443",
    );
    expect(connects("https://o1.ingest.sentry.io/api/42/envelope/")).toBe(
      "connect-src 'self' https://o1.ingest.sentry.io",
    );
    for (const bad of ["", "nonsense", "data:text/plain,a", "https://a.example; script-src */1"])
      expect(connects(bad)).toBe("connect-src 'self' https://o1.ingest.sentry.io");
    expect(
      directive(contentSecurityPolicy("n", null, { tunnel: "https://errors.example/" }), "connect-src"),
    ).toBe("connect-src 'self'");
  });

  it("is strict where it counts, and looser only under development", () => {
    const policy = contentSecurityPolicy("bm9uY2U=", dsn, { development: false });
    for (const one of [
      "default-src 'none'",
      "script-src 'self' 'nonce-bm9uY2U=' 'strict-dynamic'",
      "style-src 'self' 'nonce-bm9uY2U='",
      "object-src 'none'",
      "base-uri 'none'",
      "form-action 'self'",
      "frame-ancestors 'none'",
    ])
      expect(policy.split("; ")).toContain(one);
    expect(policy).not.toMatch(/unsafe|\*/);
    expect(contentSecurityPolicy("n", dsn, { development: true })).toContain("'unsafe-eval'");
  });
});

describe("framing", () => {
  const framing = (path: string) => {
    const policy = contentSecurityPolicy("n", dsn, { path });
    return [directive(policy, "frame-src"), directive(policy, "frame-ancestors")];
  };

  it("is for the dashboard, and of the page that raises in a browser, alone", () => {
    const none = "frame-ancestors 'none'";
    expect(framing("/admin/sentry")).toEqual(["frame-src 'self'", none]);
    for (const page of ["browser", "sentry-basket"])
      expect(framing(`/admin/checks/${page}/01a2`)).toEqual([undefined, "frame-ancestors 'self'"]);
    for (const path of [
      "",
      "/admin/sentry/sign-in",
      "/admin/checks/action",
      "/admin/checks/browser",
      "/admin/checks/sentry-basket",
      "/admin/checks/render/nested",
      "/admin/sentry/x",
    ])
      expect(framing(path)).toEqual([undefined, none]);
  });

  it("is told to old browsers in the same words", () => {
    const values = (source: string) =>
      securityHeaders()
        .filter((one) => one.source === source)
        .flatMap((one) => one.headers.filter(({ key }) => key === "x-frame-options"));
    expect(values("/admin/checks/:page(browser|sentry-[a-z0-9-]+)/:run")).toMatchObject([
      { value: "SAMEORIGIN" },
    ]);
    expect(values("/admin/checks/:path*")).toMatchObject([{ value: "DENY" }]);
  });
});

describe("pageHeaders", () => {
  it("gives Next the nonce that the browser gets, a new one every time", () => {
    const nonces = new Set<string>();
    for (let i = 0; i < 50; i += 1) {
      const { request, response } = pageHeaders(new Headers({ accept: "text/html" }), dsn);
      const policy = response.get("content-security-policy") ?? "";
      expect(request.get("content-security-policy")).toBe(policy);
      expect(request.get("accept")).toBe("text/html");
      nonces.add(/'nonce-([A-Za-z0-9+/=]{40,})'/.exec(policy)?.[1] ?? "");
    }
    expect(nonces.size).toBe(50);
    expect(nonces).not.toContain("");
  });

  it("discards a policy that the caller sent: its nonce would be known", () => {
    const sent = new Headers({ "content-security-policy": "script-src 'nonce-mine'" });
    expect(pageHeaders(sent, dsn).request.get("content-security-policy")).not.toContain("mine");
  });
});

describe("securityHeaders", () => {
  it("promises https to those who came by it alone", () => {
    const strict = securityHeaders().filter(({ headers }) =>
      headers.some(({ key }) => key === "strict-transport-security"),
    );
    expect(strict.length).toBeGreaterThan(0);
    for (const rule of strict)
      expect(rule).toMatchObject({ has: [{ type: "header", key: "x-forwarded-proto", value: "https" }] });
  });
});
