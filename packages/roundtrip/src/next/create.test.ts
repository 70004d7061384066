import type { IncomingHttpHeaders } from "node:http";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { TOKEN, TOKEN_SOURCE } from "#access/testing/tokens.js";
import { newNonce } from "#checks/nonce.js";
import { mintRunId } from "#runs/id.js";
import { issueMinted } from "#runs/minted.js";
import { ofKind } from "#verdict/evidence/kinds.js";

let createRoundtrip: typeof import("./create.js").createRoundtrip;
let defineCheck: typeof import("./create.js").defineCheck;
let recorded: typeof import("#runs/record/evidence.js").recorded;
let store: ReturnType<typeof import("#store/open.js").store>;

beforeAll(async () => {
  for (const [name, value] of Object.entries(TOKEN_SOURCE)) vi.stubEnv(name, value);
  vi.resetModules();
  ({ createRoundtrip, defineCheck } = await import("./create.js"));
  ({ recorded } = await import("#runs/record/evidence.js"));
  store = (await import("#store/open.js")).store();
});
afterAll(() => {
  vi.unstubAllEnvs();
  return store.close();
});

const firing = (headers: Record<string, string> = {}) =>
  new Request("http://127.0.0.1:3000/api/health/sentry", {
    method: "POST",
    headers: { authorization: `Bearer ${TOKEN}`, ...headers },
  });
const checks = ["sentry", "sentry-extra", "sentry-browser"];
const underNonce = async (nonce: string) => (await store.firedUnder(nonce)).map(({ run }) => run);

test("what a check throws is made in the file that asked for it, and goes through untouched", async () => {
  let made: Error | undefined;
  const { POST } = createRoundtrip({ checks }).check("sentry", ({ error }) => {
    made = error();
    throw made;
  });
  const nonce = newNonce();
  const thrown = await POST(firing({ "x-check-nonce": nonce })).catch((error: unknown) => error);
  expect(thrown).toBe(made);
  const [run = ""] = await underNonce(nonce);
  expect(String(thrown)).toBe(`RoundtripError: Roundtrip check "sentry" raised this on purpose (run ${run})`);
  const [first = ""] = made?.stack?.match(/^ +at .*$/m) ?? [];
  expect(first).toContain(fileURLToPath(import.meta.url));
  await recorded();
  const { evidence = [] } = (await store.load(run)) ?? {};
  expect(ofKind(evidence, "raised").map(({ role }) => role)).toEqual(["main"]);
});

test("a check that returns is answered 200, with the run that was opened", async () => {
  const seen: unknown[] = [];
  const { GET } = createRoundtrip({ checks }).check("sentry-extra", ({ run, data, error, mark }) => {
    seen.push(data, error().message.includes(run), mark("unserializable").includes(run));
  });
  const response = await GET(firing());
  expect(response.status).toBe(200);
  const answer = (await response.json()) as { run: string };
  expect(answer).toEqual({
    status: "ok",
    check: "sentry-extra",
    run: expect.stringMatching(/^[0-9a-f]{32}$/),
    href: `/api/health/sentry/runs/${answer.run}`,
  });
  expect(response.headers.get("x-check-run")).toBe(answer.run);
  expect(seen).toEqual([{ number: 1, divider: 0 }, true, false]);
});

test("the run is the proxy's where it signed one, and never a caller's", async () => {
  const { POST } = createRoundtrip({ checks }).check("sentry", () => undefined);
  const runOf = async (headers: Record<string, string>) =>
    (await POST(firing(headers))).headers.get("x-check-run");
  const signed = mintRunId();
  expect(await runOf({ "x-check-run-token": issueMinted(signed) })).toBe(signed);
  const chosen = mintRunId();
  const forged = { "x-check-run": chosen, "x-check-run-token": `${chosen}.${"0".repeat(64)}` };
  expect(await runOf(forged)).toMatch(/^[0-9a-f]{32}$/);
  expect(await store.load(chosen)).toBeNull();
});

test.each(["sentry-browser", "sentry-basket"])(
  "the route of %s says that only a browser raises its errors, and opens no run",
  async (name) => {
    const nonce = newNonce();
    const { POST } = createRoundtrip({ checks: [...checks, basket()] }).check(name);
    const response = await POST(firing({ "x-check-nonce": nonce }));
    expect([response.status, response.headers.get("content-type")]).toEqual([
      400,
      "application/problem+json",
    ]);
    expect(((await response.json()) as { detail: string }).detail).toContain(`--checks ${name}\``);
    expect(await underNonce(nonce)).toEqual([]);
  },
);

test("a route that would raise on the server what only a browser raises is refused, and the page named", () => {
  expect(() =>
    createRoundtrip({ checks: [basket()] }).check("sentry-basket", ({ error }) => {
      throw error();
    }),
  ).toThrow(
    'check("sentry-basket") takes no second argument: a browser raises its errors, on app/admin/checks/sentry-basket/[run]/page.tsx',
  );
});

const basket = () =>
  defineCheck({
    name: "sentry-basket",
    title: "Basket",
    runsIn: "browser",
    raises: "A price that is missing.",
  });

const order = () =>
  defineCheck({
    name: "sentry-order",
    title: "Order",
    runsIn: "route handler",
    raises: "A declined payment.",
  });

test.each([
  [
    "two checks of one name",
    () => createRoundtrip({ checks: [order(), order()] }),
    /two checks are called "sentry-order": rename/,
  ],
  [
    "an own check that is listed by its name alone",
    () => createRoundtrip({ checks: ["sentry-order"] }),
    /no check called "sentry-order".*define one of your own with defineCheck/,
  ],
  [
    "an own check whose route is there, and that nobody lists",
    () => createRoundtrip({ checks }).check(order(), () => undefined),
    /no check called "sentry-order"/,
  ],
  [
    "an entry that is no check",
    () => createRoundtrip({ checks: [JSON.parse("{}")] }),
    /neither the name of a check nor what defineCheck\(\) returned/,
  ],
  ["no list", () => createRoundtrip(JSON.parse("{}")), /checks: must be a list/],
  ["an unknown name in the list", () => createRoundtrip({ checks: ["sentri"] }), /no check called "sentri"/],
  ["an unknown name", () => createRoundtrip({ checks }).check("sentri", () => undefined), /no check called/],
  [
    "a check that is not listed",
    () => createRoundtrip({ checks: [] }).check("sentry", () => undefined),
    /list "sentry" in createRoundtrip/,
  ],
  ["nothing that raises", () => createRoundtrip({ checks }).check("sentry"), /needs what raises/],
])("%s fails the build with one sentence", (_title, create, sentence) => {
  expect(create).toThrow(sentence);
});

test("what an app does not list is neither verified nor counted in its status, nor minted for a browser", async () => {
  const { routes } = createRoundtrip({ checks: ["sentry-inngest", "sentry-extra"] });
  const ask = (path: string, init: RequestInit = {}) => {
    const headers = { authorization: `Bearer ${TOKEN}`, "content-type": "application/json" };
    const request = new Request(`http://127.0.0.1:3000/api/health/${path}`, { ...init, headers });
    const params = Promise.resolve({ roundtrip: path.split("/") });
    return routes[init.method === "POST" ? "POST" : "GET"](request, { params });
  };
  const status = (await (await ask("sentry/status")).json()) as { checks: object };
  expect(Object.keys(status.checks).sort()).toEqual(["sentry-extra", "sentry-inngest"]);
  const minting = await ask("sentry/runs", { method: "POST", body: '{"check":"sentry-browser"}' });
  expect([minting.status, await minting.json()]).toMatchObject([
    404,
    { detail: "check: this app does not list sentry-browser in its roundtrip.ts" },
  ]);
  const missing = await ask("sentry-render");
  expect([missing.status, await missing.json()]).toMatchObject([
    404,
    {
      detail: "This app has no route for the check sentry-render: add app/api/health/sentry-render/route.ts.",
    },
  ]);
});

test("an own check is fired as any other, by what its definition says", async () => {
  const check = defineCheck({
    name: "sentry-order",
    title: "Order",
    runsIn: "route handler",
    raises: "A declined payment.",
    holds: { type: "PaymentDeclined" },
  });
  let made: Error | undefined;
  const roundtrip = createRoundtrip({ checks: ["sentry", check] });
  // As another bundle of the same process does, with the same file.
  createRoundtrip({ checks: ["sentry", structuredClone(check)] });
  const { POST } = roundtrip.check(check, ({ error }) => {
    made = error();
    throw made;
  });
  const nonce = newNonce();
  const thrown = await POST(firing({ "x-check-nonce": nonce })).catch((error: unknown) => error);
  expect(thrown).toBe(made);
  const [run = ""] = await underNonce(nonce);
  expect(String(thrown)).toBe(
    `PaymentDeclined: Roundtrip check "sentry-order" raised this on purpose (run ${run})`,
  );
  const { routes } = roundtrip;
  const ask = (path: string, body?: string) =>
    routes[body ? "POST" : "GET"](
      new Request(`http://127.0.0.1:3000/api/health/${path}`, {
        method: body ? "POST" : "GET",
        headers: { authorization: `Bearer ${TOKEN}`, "content-type": "application/json" },
        ...(body && { body }),
      }),
      { params: Promise.resolve({ roundtrip: path.split("/") }) },
    );
  const status = (await (await ask("sentry/status")).json()) as { checks: object };
  expect(Object.keys(status.checks)).toContain("sentry-order");
  expect(await (await ask("sentry/verify", '{"checks":["sentry-ordr"]}')).json()).toMatchObject({
    status: 404,
    detail: "there is no check of this name: sentry-ordr; this app has sentry, sentry-order",
  });
  // The next version of the app has it no more: nobody can say what its run should have come to.
  createRoundtrip({ checks: ["sentry"] });
  const gone = await ask(`sentry/runs/${run}`);
  expect([gone.status, await gone.json()]).toMatchObject([
    404,
    { detail: expect.stringContaining("no longer has its check") },
  ]);
});

test("a role that the check does not have is an error of the host's file, before anything is raised", async () => {
  const { POST } = createRoundtrip({ checks }).check("sentry", ({ error }) => {
    throw error("second");
  });
  await expect(POST(firing())).rejects.toThrow("the check sentry has no event of the role second");
});

test("an API route of the Pages Router raises for the server's own visit alone, once roundtrip.ts is loaded", async () => {
  vi.resetModules();
  const { raising } = await import("./raise/pages.js");
  const { issueCapability } = await import("#runs/capability.js");
  const run = mintRunId();
  const visit = { headers: { "x-check-token": await issueCapability("raise", run) } };
  createRoundtrip({ checks: ["sentry-pages-api"] });
  const strangers: IncomingHttpHeaders[] = [
    {},
    { "x-check-token": `${run}.${"0".repeat(64)}` },
    { "x-check-token": ["a", "b"] },
  ];
  for (const headers of strangers) expect(await raising("sentry-pages-api", { headers })).toBeNull();
  const raised = await raising("sentry-pages-api", visit);
  const made = raised?.error();
  expect(made?.message).toContain(run);
  const [first = ""] = made?.stack?.match(/^ +at .*$/m) ?? [];
  expect(first).toContain(fileURLToPath(import.meta.url));
  await recorded();
});
