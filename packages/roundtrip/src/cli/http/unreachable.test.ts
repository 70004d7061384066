import { createServer as createHttps } from "node:https";
import { type AddressInfo, createServer, type Server, type Socket } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Reply } from "#cli/testing/answers.js";
import { fakeApp, fakeApps, TOKEN } from "#cli/testing/app.js";
import { type Built, builtCommand } from "#cli/testing/process.js";
import { type Finished, roundtrip } from "#cli/testing/shell.js";
import { type SelfSigned, selfSigned } from "@/e2e/sabotage/tls";

const { app, closeApps } = fakeApps();
const servers: Server[] = [];
const sockets = new Set<Socket>();
let built: Built;
beforeAll(async () => {
  built = await builtCommand();
});
afterAll(closeApps);
afterAll(() => built.remove());
afterAll(() => {
  for (const one of servers) one.close();
  for (const one of sockets) one.destroy();
});

async function portOf(server: Server): Promise<number> {
  servers.push(server);
  server.on("connection", (socket: Socket) => sockets.add(socket.on("error", () => undefined)));
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  return (server.address() as AddressInfo).port;
}
const raw = (answer: (socket: Socket) => void) =>
  portOf(createServer((socket) => socket.once("data", () => answer(socket))));
const https = (certificate: SelfSigned) => portOf(createHttps(certificate, (_, answer) => answer.end("{}")));

const DAY = 86_400_000;
const env = { ADMIN_TOKEN: TOKEN };
const asked = (url: string) => roundtrip(["doctor", "--url", url], env);

function expectOneLine({ code, stdout, stderr }: Finished): void {
  expect(stderr.replace(/^warning: .*\n/, "")).toMatch(/^roundtrip doctor: --url: [^\n]+\n$/);
  expect(stderr).not.toContain(TOKEN);
  expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
}

describe.concurrent("a wrong protocol is named", () => {
  test("https to a server that speaks plain http", async () => {
    const { url, seen } = await app();
    const result = await asked(url.replace("http:", "https:"));
    expectOneLine(result);
    expect(result.stderr).toContain(
      `the server speaks plain http there, not https. Write --url ${url}, or give`,
    );
    expect(result.stderr).not.toMatch(/certificate/i);
    // It was asked what it speaks, and given no token for that.
    expect(seen.map(({ authorization }) => authorization)).toEqual([undefined]);
  });

  test("plain http to a server that speaks https", async () => {
    const port = await https(selfSigned("127.0.0.1"));
    const result = await asked(`http://127.0.0.1:${port}`);
    expectOneLine(result);
    expect(result.stderr).toContain(
      `the server speaks https there, not plain http. Write --url https://127.0.0.1:${port} instead.`,
    );
  });

  test.each([
    "<center>The plain HTTP request was sent to HTTPS port</center>",
    "Client sent an HTTP request to an HTTPS server.\n",
    "Reason: You're speaking plain HTTP to an SSL-enabled server port.",
  ])("plain http to a server that says so itself: %s", async (body) => {
    const { url } = await app({ instead: () => ({ status: 400, type: "text/html", body }) });
    const result = await asked(url);
    expectOneLine(result);
    expect(result.stderr).toContain("speaks https there, not plain http");
    expect(result.stderr).toContain(`Write --url ${url.replace("http:", "https:")} instead.`);
  });

  test("a redirect to https", async () => {
    const behaviour = { target: "" };
    const { url } = await app({
      instead: (): Reply => ({ status: 308, headers: { location: behaviour.target }, body: "" }),
    });
    const secure = url.replace("http:", "https:");
    behaviour.target = `${secure}/api/health/sentry/doctor`;
    const result = await asked(url);
    expectOneLine(result);
    expect(result.stderr).toContain(`redirects to https (308)`);
    expect(result.stderr).toContain(`Write --url ${secure} instead.`);
  });

  test.each(["http", "https"])("%s to what speaks neither", async (protocol) => {
    const port = await raw((socket) => socket.end("SSH-2.0-OpenSSH_9.2\r\n"));
    const result = await asked(`${protocol}://127.0.0.1:${port}`);
    expectOneLine(result);
    expect(result.stderr).toContain(protocol === "http" ? "does not speak HTTP" : "the TLS handshake failed");
  });
});

describe.concurrent("nobody there is named", () => {
  test("a port on which nothing listens", async () => {
    const { url, close } = await fakeApp();
    await close();
    const result = await asked(url);
    expectOneLine(result);
    const { port } = new URL(url);
    expect(result.stderr).toContain(
      `(ECONNREFUSED): nothing listens on port ${port} of 127.0.0.1. Start the app, or correct host and port.`,
    );
  });

  test("a host that the DNS does not know", async () => {
    const result = await asked("https://no-such-app.invalid");
    expectOneLine(result);
    expect(result.stderr).toMatch(/the DNS (knows no host|gave no answer about) no-such-app\.invalid/);
  });

  test("a port that no client may use", async () => {
    const result = await asked("http://127.0.0.1:1");
    expectOneLine(result);
    expect(result.stderr).toContain(
      "no HTTP client of the web uses this port. Let the app listen on another.",
    );
  });
});

describe.concurrent("a certificate that is not trusted is named by what is wrong with it", () => {
  const now = Date.now();
  test.each<[string, SelfSigned, boolean, string, string]>([
    ["self-signed", selfSigned("localhost"), false, "is self-signed", "NODE_EXTRA_CA_CERTS=FILE.pem"],
    [
      "expired",
      selfSigned("localhost", { from: now - 2 * DAY, to: now - DAY }),
      true,
      "has expired",
      "Renew it",
    ],
    [
      "of tomorrow",
      selfSigned("localhost", { from: now + DAY, to: now + 2 * DAY }),
      true,
      "is not valid yet",
      "Set this machine's clock",
    ],
    [
      "for another name",
      selfSigned("shop.example"),
      true,
      "is not for localhost",
      "Give the host name that the certificate has",
    ],
  ])("%s", async (_title, certificate, trusted, happened, remedy) => {
    const port = await https(certificate);
    const authority = trusted ? { NODE_EXTRA_CA_CERTS: await built.keep("ca.pem", certificate.cert) } : {};
    const { done } = built.start(["doctor", "--url", `https://localhost:${port}`], { ...env, ...authority });
    const result = await done;
    expectOneLine(result);
    expect(result.stderr).toContain(`the server's certificate ${happened}`);
    expect(result.stderr).toContain(remedy);
  });
});

describe.concurrent("roundtrip doctor asks again", () => {
  const answer: Reply = { status: 200, body: { status: "pass", findings: [] } };
  const html = (status: number, headers = {}): Reply => ({
    status,
    type: "text/html",
    headers,
    body: "<h1>",
  });
  const answering = async (...replies: (Reply | "drop")[]) => {
    let next = 0;
    const { url } = await app({ instead: () => replies[Math.min(next++, replies.length - 1)] });
    return { result: await asked(url), asked: () => next };
  };

  test.each<[string, Reply | "drop"]>([
    ["a dropped connection", "drop"],
    ["a bad gateway", html(502)],
    ["a front's 503", html(503)],
    ["a limit", html(429, { "retry-after": "5" })],
  ])("after %s, twice", async (_title, first) => {
    const once = await answering(first, first, answer);
    expect(once.result).toMatchObject({ code: 0, stderr: "" });
    const never = await answering(first);
    expectOneLine(never.result);
    expect(never.asked()).toBe(3);
  });

  test.each<[string, Reply]>([
    ["another server's page", html(200)],
    ["a sign-in", html(401)],
    ["a wait that is too long", html(503, { "retry-after": "600" })],
  ])("but not after %s", async (_title, first) => {
    const { result, asked: times } = await answering(first);
    expectOneLine(result);
    expect(times()).toBe(1);
  });

  test.each([401, 403])("a front's %i is no missing Roundtrip", async (status) => {
    const { result } = await answering(html(status));
    expect(result.stderr).toContain("a sign-in or a firewall before the app refuses this machine");
  });
});
