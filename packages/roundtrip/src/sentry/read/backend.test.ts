import { createServer, type Server } from "node:http";
import { afterEach, expect, test } from "vitest";
import { saasLink, selfHostedLink } from "#sentry/read/sentry/link.js";
import { ApiClient } from "./api-client.js";
import { detectBackend } from "./backend.js";
import { OpenReader, webUrlOf } from "./open.js";

interface Answer {
  status?: number;
  body: string;
  type?: string;
  headers?: Record<string, string>;
}
const json = (body: unknown, more: Partial<Answer> = {}): Answer => ({
  body: JSON.stringify(body),
  type: "application/json",
  ...more,
});
const html = (status: number): Answer => ({ status, body: "<h1>nothing here</h1>", type: "text/html" });

const servers: Server[] = [];
let asked: { path: string; token: string | undefined }[] = [];
afterEach(async () => {
  asked = [];
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    await new Promise((closed) => server.close(closed));
  }
});

async function serve(answers: Record<string, Answer>, other: Answer = html(404)): Promise<string> {
  const server = createServer((request, response) => {
    const path = request.url ?? "";
    asked.push({ path, token: request.headers.authorization });
    const { status = 200, body, type = "text/plain", headers = {} } = answers[path] ?? other;
    response.writeHead(status, { "content-type": type, ...headers }).end(body);
  });
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  servers.push(server);
  const address = server.address();
  return `http://127.0.0.1:${typeof address === "object" && address ? address.port : 0}`;
}

const now = async () => undefined;
const detect = (base: string) => detectBackend(new ApiClient(base, null, now));
const CONFIG = "/api/client-config/";
const CANONICAL = "/api/canonical/0/";
const refused = json(
  { detail: "Authentication credentials were not provided." },
  { status: 401, headers: { "www-authenticate": "Bearer" } },
);

test.each<[string, Record<string, Answer>, object]>([
  [
    "Sentry SaaS, whose pages are elsewhere than its region's API",
    { [CONFIG]: json({ sentryMode: "SAAS", isSelfHosted: false, urlPrefix: "https://sentry.example" }) },
    { kind: "sentry-saas", webUrl: "https://sentry.example", certain: true, version: null },
  ],
  [
    "a single tenant of Sentry's",
    { [CONFIG]: json({ sentryMode: "SINGLE_TENANT", urlPrefix: "https://acme.example/" }) },
    { kind: "sentry-saas", webUrl: "https://acme.example", certain: true, version: null },
  ],
  [
    "a self-hosted Sentry",
    {
      [CONFIG]: json({
        sentryMode: "SELF_HOSTED",
        urlPrefix: "https://errors.example",
        version: { current: "26.4.1", latest: "26.5.0" },
      }),
    },
    {
      kind: "sentry-self-hosted",
      webUrl: "https://errors.example",
      certain: true,
      version: "26.4.1",
    },
  ],
  [
    "a Bugsink",
    { [CANONICAL]: refused },
    { kind: "bugsink", webUrl: expect.stringContaining("127.0.0.1"), certain: true, version: null },
  ],
  [
    "something that hides what it is",
    {},
    {
      kind: "sentry-self-hosted",
      webUrl: expect.stringContaining("127.0.0.1"),
      certain: false,
      version: null,
    },
  ],
  [
    "a gateway that wants a bearer token of its own",
    {
      [CANONICAL]: json(
        { detail: "Not authenticated" },
        { status: 401, headers: { "www-authenticate": "Bearer" } },
      ),
    },
    {
      kind: "sentry-self-hosted",
      webUrl: expect.stringContaining("127.0.0.1"),
      certain: false,
      version: null,
    },
  ],
  [
    "a web server that wants a password of its own",
    { [CANONICAL]: { status: 401, body: "no", headers: { "www-authenticate": "Basic" } } },
    {
      kind: "sentry-self-hosted",
      webUrl: expect.stringContaining("127.0.0.1"),
      certain: false,
      version: null,
    },
  ],
  [
    "a Sentry that names an address longer than any",
    {
      [CONFIG]: json({ sentryMode: "SELF_HOSTED", urlPrefix: `https://a.example${"/".repeat(1_000_000)}x` }),
    },
    {
      kind: "sentry-self-hosted",
      webUrl: expect.stringContaining("127.0.0.1"),
      certain: true,
      version: null,
    },
  ],
  [
    "a Sentry that names no address, or one that no browser may follow",
    { [CONFIG]: json({ sentryMode: "SELF_HOSTED", urlPrefix: "javascript:alert(1)" }) },
    {
      kind: "sentry-self-hosted",
      webUrl: expect.stringContaining("127.0.0.1"),
      certain: true,
      version: null,
    },
  ],
])("%s says so", async (_, answers, expected) => {
  expect(await detect(await serve(answers))).toEqual(expected);
});

test("the question goes out without the token, below the path of SENTRY_URL", async () => {
  const base = await serve({ "/errors/api/canonical/0/": refused });
  const settings = { organisation: null, project: "1", key: "f".repeat(32), token: "fake-token" };
  const reader = new OpenReader({ ...settings, url: `${base}/errors` }, now);
  expect((await reader.backend()).webUrl).toBe(`${base}/errors`);
  expect(asked).toEqual([
    { path: "/errors/api/client-config/", token: undefined },
    { path: "/errors/api/canonical/0/", token: undefined },
  ]);
});

test("a GlitchTip is named, and not taken for a Sentry whose 404 says that there is no event", async () => {
  const settings = json({ glitchtipInstanceName: null, version: "5.1.2", socialApps: [] });
  const base = await serve({ "/api/settings/": settings });
  expect(await detect(base)).toMatchObject({ kind: "glitchtip", version: "5.1.2", certain: true });
  const reader = new OpenReader(
    { organisation: "acme", project: "1", key: "f".repeat(32), token: "fake-token", url: base },
    now,
  );
  await expect(reader.find("a".repeat(32), Date.now())).rejects.toMatchObject({
    why: "unsupported",
    detail: "GlitchTip 5.1.2",
  });
  expect(reader.said?.kind).toBe("glitchtip");
  expect(asked.map(({ token }) => token)).not.toContain("Bearer fake-token");
});

test("a project's slug is known once its Sentry has said it, for the very project of the DSN", async () => {
  const project = json({ id: "1", slug: "shop" });
  const base = await serve({
    [CONFIG]: json({ sentryMode: "SELF_HOSTED" }),
    "/api/0/projects/acme/1/": project,
    "/api/0/projects/acme/2/": project,
  });
  const slugAfterLook = async (number: string) => {
    const reader = new OpenReader(
      { organisation: "acme", project: number, key: "f".repeat(32), token: "fake-token", url: base },
      now,
    );
    const before = reader.slug;
    await reader.find("a".repeat(32), Date.now()).catch(() => null);
    return [before, reader.slug];
  };
  expect(await slugAfterLook("1")).toEqual([null, "shop"]);
  expect(await slugAfterLook("2")).toEqual([null, null]);
});

test("where SENTRY_URL is not set, the DSN's own server says what it is, and nothing is read", async () => {
  const dsnBase = await serve({ [CANONICAL]: refused });
  const reader = new OpenReader(
    {
      organisation: null,
      project: "1",
      key: "f".repeat(32),
      token: "fake-token",
      url: "http://127.0.0.1:1",
      unnamed: new URL(dsnBase).host,
      dsnBase,
    },
    now,
  );
  expect(await reader.backend()).toMatchObject({ kind: "bugsink" });
  await expect(reader.find("a".repeat(32), 0)).rejects.toMatchObject({ why: "no_url" });
  expect(asked.map(({ token }) => token)).toEqual([undefined, undefined]);
});

test.each<[string, Answer, string]>([
  ["is in trouble", json({ detail: "Internal Error" }, { status: 500 }), "server_error"],
  ["wants to be left alone", json({ detail: "slow down" }, { status: 429 }), "rate_limited"],
])("a server that %s is not taken for anything", async (_, answer, why) => {
  await expect(detect(await serve({ [CONFIG]: answer }))).rejects.toMatchObject({ why });
});

test("a server that is away is not taken for anything, and asked again", async () => {
  const base = await serve({ [CANONICAL]: refused });
  const settings = { organisation: null, project: "1", key: "f".repeat(32), token: "fake-token" };
  const away = new OpenReader({ ...settings, url: "http://127.0.0.1:1" }, now);
  await expect(away.find("0".repeat(32), 0)).rejects.toMatchObject({ why: "unreachable" });
  const reader = new OpenReader({ ...settings, url: base }, now);
  await Promise.all([reader.backend(), reader.backend()]);
  await reader.backend();
  // Once for both, and then it is known.
  expect(asked.map((one) => one.path)).toEqual([CONFIG, CANONICAL]);
});

test("the question is taken from the budget", async () => {
  let taken = 0;
  const awaitToken = async () => {
    taken += 1;
  };
  await detectBackend(new ApiClient(await serve({ [CANONICAL]: refused }), null, awaitToken));
  expect(taken).toBe(2);
});

test("a Sentry cannot be read without an organisation, and says so", async () => {
  const url = await serve({ [CONFIG]: json({ sentryMode: "SAAS", urlPrefix: "https://sentry.example" }) });
  const reader = new OpenReader(
    { url, organisation: null, project: "1", key: "f", token: "fake-token" },
    now,
  );
  for (const asking of [reader.find("a", 0), reader.count(["a"], 0), reader.onTrace("a", 0)])
    await expect(asking).rejects.toMatchObject({ name: "Unreadable", why: "no_organisation" });
});

test("a server that says nothing of itself is asked again, and no organisation demanded for it", async () => {
  const page = { status: 200, headers: { "content-type": "text/html" }, body: "<h1>Back soon</h1>" };
  const pages: Record<string, Answer> = { [CONFIG]: page, [CANONICAL]: page };
  const url = await serve(pages);
  const reader = new OpenReader(
    { url, organisation: null, project: "1", key: "f", token: "fake-token" },
    now,
  );
  await expect(reader.find("a", 0)).rejects.toMatchObject({ name: "Unreadable", why: "not_json" });
});

test("each kind of Sentry has its own links", () => {
  expect(saasLink("https://sentry.io", "acme")("7", "e")).toBe("https://acme.sentry.io/issues/7/events/e/");
  expect(selfHostedLink("https://errors.example", "acme")("7", "e")).toBe(
    "https://errors.example/organizations/acme/issues/7/events/e/",
  );
  expect(saasLink("https://sentry.io", "acme")(null, "e")).toBe("https://acme.sentry.io/projects/?query=e");
});

test.each([
  ["https://sentry.io", "https://us.sentry.io", "o1.ingest.us.sentry.io", "https://sentry.io"],
  ["https://sentry.example", "https://sentry.example", "sentry.example", "https://sentry.example"],
  ["https://sentry.example", "http://sentry.internal:9000", "sentry.example", "https://sentry.example"],
  ["https://evil.example", "https://sentry.example", "sentry.example", "https://sentry.example"],
  ["https://sentry.io.evil.example", "https://us.sentry.io", "o1.ingest.sentry.io", "https://us.sentry.io"],
  ["http://sentry.io", "https://us.sentry.io", "o1.ingest.sentry.io", "https://us.sentry.io"],
  ["https://sentry.example:8443", "https://sentry.example", "sentry.example", "https://sentry.example"],
  ["no address", "https://sentry.example/", "sentry.example", "https://sentry.example"],
])(
  "of a server that says it is %s, asked at %s with events sent to %s, people are led to %s",
  (said, url, dsnHost, web) => {
    expect(webUrlOf(said, { url, dsnHost })).toBe(web);
  },
);

test("no link leads to a host that the operator did not name", async () => {
  const url = await serve({
    "/api/client-config/": json({ sentryMode: "SELF_HOSTED", urlPrefix: "https://evil.example" }),
  });
  const settings = {
    url,
    organisation: "acme",
    project: "1",
    key: "a".repeat(32),
    token: "t",
    dsnHost: "sentry.example",
  };
  const reader = new OpenReader(settings, async () => undefined);
  expect((await reader.backend()).webUrl).toBe(url);
});

test("what takes the events is not led to at Sentry's own service, where nobody named a SENTRY_URL", async () => {
  const dsnBase = await serve({
    "/api/client-config/": json({ sentryMode: "SELF_HOSTED", urlPrefix: "https://sentry.example" }),
  });
  const dsnHost = new URL(dsnBase).host;
  const reader = new OpenReader(
    {
      url: "https://sentry.io",
      organisation: "acme",
      project: "1",
      key: "a".repeat(32),
      token: "t",
      dsnHost,
      unnamed: dsnHost,
      dsnBase,
    },
    async () => undefined,
  );
  expect((await reader.backend()).webUrl).toBe(dsnBase);
});
