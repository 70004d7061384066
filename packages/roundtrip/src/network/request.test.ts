import { once } from "node:events";
import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { NotAllowed, objection, readUpTo, sendOut, TooLarge } from "./request.js";

describe("objection", () => {
  it.each([
    ["https://sentry.io/api/0/", "https://sentry.io"],
    ["https://sentry.example:8443/x", "https://sentry.example:8443/prefix/"],
    ["http://127.0.0.1:9000/api", "http://127.0.0.1:9000"],
    ["http://127.8.9.1/api", "http://127.8.9.1"],
    ["http://localhost:3000/", "http://localhost:3000"],
    ["http://app.localhost:3000/", "http://app.localhost:3000"],
    ["http://[::1]:3000/", "http://[::1]:3000"],
  ])("has none to %s for %s", (address, base) => {
    expect(objection(new URL(address), base)).toBeNull();
  });

  it.each([
    ["https://evil.example/", "https://sentry.io"],
    ["https://sentry.io.evil.example/", "https://sentry.io"],
    ["https://sentry.io:444/", "https://sentry.io"],
    ["http://sentry.io/", "https://sentry.io"],
    ["http://169.254.169.254/latest/meta-data/", "https://sentry.io"],
    ["https://token@sentry.io/", "https://sentry.io"],
    ["http://sentry:9000/", "http://sentry:9000"],
    ["http://10.0.0.5/", "http://10.0.0.5"],
    ["http://192.168.1.7:3000/", "http://192.168.1.7:3000"],
    ["http://sentry.example/", "http://sentry.example"],
    ["http://localhost.evil.example/", "http://localhost.evil.example"],
    ["http://127.0.0.1.evil.example/", "http://127.0.0.1.evil.example"],
    ["http://0.0.0.0:3000/", "http://0.0.0.0:3000"],
    ["ftp://sentry.io/", "ftp://sentry.io"],
    ["file:///etc/passwd", "file:///etc"],
    ["https://sentry.io/", "nonsense"],
  ])("has one to %s for %s", (address, base) => {
    expect(objection(new URL(address), base)).not.toBeNull();
  });

  const own = { PLAIN_HTTP_HOSTS: "sentry.internal, *.svc.cluster.local,[fd00::1]" };
  it.each([
    ["http://sentry.internal:9000/", true],
    ["http://SENTRY.internal/", true],
    ["http://a.b.svc.cluster.local/", true],
    ["http://[fd00::1]:9000/", true],
    ["http://svc.cluster.local/", false],
    ["http://evilsvc.cluster.local/", false],
    ["http://evil.sentry.internal/", false],
    ["http://sentry.internal.evil.example/", false],
    ["http://sentry.internal@evil.example/", false],
  ])("lets the operator name the hosts of a network of their own: %s %j", (address, allowed) => {
    expect(objection(new URL(address), address, own) === null).toBe(allowed);
  });

  it.each(["*", "*.", "http://a", "a/b", "", ",", "*.*"])("takes %j for no host", (list) => {
    for (const address of ["http://a/", "http://b.example/"])
      expect(objection(new URL(address), address, { PLAIN_HTTP_HOSTS: list })).not.toBeNull();
  });

  it("has none to the place where Next itself listens, and to no other port there", () => {
    const source = { __NEXT_PRIVATE_ORIGIN: "http://3f2a91c0d4e5:3000" };
    const of = (address: string) => objection(new URL(address), address, source);
    expect(of("http://3f2a91c0d4e5:3000/x")).toBeNull();
    expect(of("http://3f2a91c0d4e5:3001/x")).not.toBeNull();
  });

  it.each(["//evil.example/x", "https://evil.example/x", "\\\\evil.example\\x", "/\\evil.example/x"])(
    "does not let the path %s leave the configured origin",
    (path) => {
      expect(objection(new URL(path, "https://sentry.io/"), "https://sentry.io/")).not.toBeNull();
    },
  );
});

describe("sendOut", () => {
  const servers: Server[] = [];
  afterEach(async () => {
    for (const server of servers.splice(0)) {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    }
  });
  async function listen(answer: RequestListener): Promise<string> {
    const server = createServer(answer).listen(0, "127.0.0.1");
    servers.push(server);
    await once(server, "listening");
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  it("sends nothing when there is an objection", async () => {
    let asked = 0;
    const base = await listen((_, answer) => {
      asked += 1;
      answer.end();
    });
    await expect(sendOut(`${base}/`, { base: "https://sentry.io", timeoutMs: 1_000 })).rejects.toThrow(
      NotAllowed,
    );
    expect(asked).toBe(0);
  });

  it("follows no redirect: what was sent stays where it was sent", async () => {
    let stolen = 0;
    const thief = await listen((_, answer) => {
      stolen += 1;
      answer.end();
    });
    for (const status of [301, 302, 303, 307, 308]) {
      const base = await listen((_, answer) => answer.writeHead(status, { location: thief }).end());
      const answer = await sendOut(`${base}/`, {
        base,
        timeoutMs: 60_000,
        headers: { authorization: "Bearer cnry" },
      });
      expect(answer.status).toBe(status);
    }
    expect(stolen).toBe(0);
  });

  /** An answer that began before the time was up, however long that takes this machine. */
  async function begun(base: string, timeoutMs = 100): Promise<Response> {
    return sendOut(`${base}/`, { base, timeoutMs }).catch(() => begun(base, 2 * timeoutMs));
  }

  it("ends when the time is up, also in the middle of a body", async () => {
    const silent = await listen(() => undefined);
    await expect(sendOut(`${silent}/`, { base: silent, timeoutMs: 50 })).rejects.toThrow(/timeout/i);
    const slow = await listen((_, answer) => answer.writeHead(200).write("and then"));
    await expect(readUpTo(await begun(slow), 1_000)).rejects.toThrow(/timeout/i);
  });

  /** Answers one request of each connection, and closes the connection when another comes on it. */
  const forgetful = (seen: string[]): RequestListener => {
    const used = new WeakSet<object>();
    return (request, answer) => {
      const known = used.has(request.socket);
      used.add(request.socket);
      seen.push(`${request.method}${known ? " on a closed connection" : ""}`);
      if (known) request.socket.destroy();
      else answer.end("there");
    };
  };

  it.each(["GET", "POST"])("tries a new connection where a kept one had been closed: %s", async (method) => {
    const seen: string[] = [];
    const base = await listen(forgetful(seen));
    const send = async () => {
      const body = method === "POST" ? { body: "[]" } : {};
      return readUpTo(await sendOut(`${base}/`, { base, timeoutMs: 60_000, method, ...body }), 100);
    };
    // A connection that has just been used may not be kept yet, and then the next request takes another.
    while (!seen.includes(`${method} on a closed connection`)) {
      expect(await send()).toBe("there");
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect(seen.at(-1)).toBe(method);
  });

  it("gives up where a new connection is closed as well", async () => {
    let asked = 0;
    const base = await listen((request) => {
      asked += 1;
      request.socket.destroy();
    });
    await expect(sendOut(`${base}/`, { base, timeoutMs: 60_000 })).rejects.toThrow("fetch failed");
    expect(asked).toBe(2);
  });

  it("reads no more of a body than it was told to", async () => {
    let written = 0;
    const endless = await listen((_, answer) => {
      const more = () => {
        while (!answer.destroyed) {
          written += 65_536;
          if (!answer.write(Buffer.alloc(65_536, "x"))) break;
        }
      };
      answer.on("drain", more);
      more();
    });
    const answer = await sendOut(`${endless}/`, { base: endless, timeoutMs: 60_000 });
    await expect(readUpTo(answer, 1_000_000)).rejects.toThrow(TooLarge);
    expect(written).toBeLessThan(50_000_000);
  });
});
