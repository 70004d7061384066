import type { Page, Response } from "@playwright/test";
import { contentSecurityPolicy } from "#access/headers/policies.js";
import { runAll } from "../press";
import { expect, test } from "../test";

/** Collects what the browser refuses from now on, as it says it itself. */
async function violations(page: Page): Promise<() => Promise<string[]>> {
  await page.addInitScript(() => {
    const seen: string[] = [];
    Object.assign(globalThis, { refused: seen });
    document.addEventListener("securitypolicyviolation", (event) =>
      seen.push(`${event.effectiveDirective} ${event.blockedURI}`),
    );
  });
  const said: string[] = [];
  page.on("console", (message) => {
    if (/Content Security Policy/i.test(message.text())) said.push(message.text());
  });
  return async () => [
    ...said,
    ...(await page.evaluate(() => Reflect.get(globalThis, "refused") as string[])),
  ];
}

const policyOf = (response: Response | null): string => response?.headers()["content-security-policy"] ?? "";

const signIn = async (page: Page, url: string, token: string) => {
  await page.goto(`${url}/admin/sentry/sign-in#token=${token}`);
  await page.waitForURL("**/admin/sentry");
};

test("no page of ours asks for anything that its policy refuses", async ({ page, target }) => {
  const refused = await violations(page);
  let pages = 0;
  const visited = async (path: string) => {
    const response = await page.goto(`${target.url}${path}`);
    expect(policyOf(response), path).toMatch(/script-src 'self' 'nonce-[^']+' 'strict-dynamic';/);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    expect(await refused(), path).toEqual([]);
    pages += 1;
  };
  await visited("/admin/sentry/sign-in");
  await visited("/admin/sentry/sign-in?next=/admin/sentry");
  await signIn(page, target.url, target.token);
  expect(await refused()).toEqual([]);
  await visited("/admin/sentry");
  await visited("/admin/sentry/history");
  await visited("/admin/sentry/runs/01a2071388e076938897a782d26598ce");
  await visited("/admin/sentry/nowhere");
  console.log(`csp: ${pages} pages, 0 violations`);
});

test("all checks run to their end under the policy", { tag: "@long" }, async ({ page, target }) => {
  const refused = await violations(page);
  await signIn(page, target.url, target.token);
  await runAll(page);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(/^All \d+ checks pass\.$/);
  expect(await refused()).toEqual([]);
});

test("a browser error reaches Sentry under the policy, and would not without its origin there", async ({
  page,
  target,
}) => {
  test.skip(target.local === null, "needs the local Sentry");
  const sentry = new URL(target.local?.sentry ?? "").origin;
  const refused = await violations(page);
  const send = async () => {
    const sent = page.evaluate(
      (url) =>
        fetch(url, { method: "POST", body: "" }).then(
          () => true,
          () => false,
        ),
      `${sentry}/api/1/envelope/`,
    );
    return sent;
  };
  const response = await page.goto(`${target.url}/admin/sentry/sign-in`);
  expect(policyOf(response)).toContain(`connect-src 'self' ${sentry};`);
  expect(await send()).toBe(true);
  expect(await refused()).toEqual([]);

  // The same page with the policy as it is for another DSN: the request is refused.
  const nonce = /'nonce-([^']+)'/.exec(policyOf(response))?.[1] ?? "";
  await page.route("**/admin/sentry/sign-in", async (route) => {
    const answer = await route.fetch();
    const given = /'nonce-([^']+)'/.exec(answer.headers()["content-security-policy"] ?? "")?.[1] ?? nonce;
    const policy = contentSecurityPolicy(given, null, { development: false });
    await route.fulfill({
      response: answer,
      headers: { ...answer.headers(), "content-security-policy": policy },
    });
  });
  await page.goto(`${target.url}/admin/sentry/sign-in`);
  expect(await send()).toBe(false);
  await expect.poll(refused).toEqual(expect.arrayContaining([expect.stringContaining("connect-src")]));
});

test("a page of ours cannot be framed, and its script tags are the server's alone", async ({
  page,
  target,
}) => {
  const refused = await violations(page);
  await page.goto(`${target.url}/admin/sentry/sign-in`);
  await page.evaluate(() => {
    const script = document.createElement("div");
    script.innerHTML = "<img src=x onerror='globalThis.intruder = 1'>";
    document.body.append(script);
  });
  await expect.poll(async () => (await refused()).join(" ")).toMatch(/script-src/);
  expect(await page.evaluate(() => Reflect.get(globalThis, "intruder") ?? null)).toBeNull();

  await page.goto("about:blank");
  await page.setContent(`<iframe src="${target.url}/admin/sentry/sign-in"></iframe>`);
  await expect.poll(() => page.frames().some((frame) => frame.url().startsWith("chrome-error:"))).toBe(true);
});

test("every answer carries the headers that keep browsers from guessing", async ({ request, target }) => {
  const paths = [
    "/admin/sentry/sign-in",
    "/admin/sentry",
    "/api/health/sentry/status",
    "/api/health/sentry",
    "/api/inngest",
  ];
  for (const path of paths) {
    const plain = (await request.get(`${target.url}${path}`, { maxRedirects: 0 })).headers();
    expect(plain["x-content-type-options"], path).toBe("nosniff");
    expect(plain["referrer-policy"], path).toBe("no-referrer");
    expect(plain["x-powered-by"], path).toBeUndefined();
    if (target.url.startsWith("http:")) expect(plain["strict-transport-security"], path).toBeUndefined();
    const secure = await request.get(`${target.url}${path}`, {
      maxRedirects: 0,
      headers: { "x-forwarded-proto": "https" },
    });
    expect(secure.headers()["strict-transport-security"], path).toBe("max-age=31536000");
    if (!path.startsWith("/api/inngest")) expect(plain["cache-control"], path).toContain("no-store");
  }
});
