import * as Sentry from "@sentry/nextjs";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { z } from "zod";
import { outcome, request, TOKEN, TOKEN_SOURCE } from "#access/testing/tokens.js";
import { HttpProblem } from "#http/problem.js";
import { ProblemSchema } from "#verdict/answer.js";

const URL_HERE = "https://app.example.com/api/health/sentry/runs";
const bearer = { authorization: `Bearer ${TOKEN}` };
const none = { params: Promise.resolve({}) };

/** The environment is read once a process: each test gets a process's fresh modules. */
async function load(source = TOKEN_SOURCE) {
  vi.resetModules();
  for (const [name, value] of Object.entries(source)) if (value) vi.stubEnv(name, value);
  return import("./guard.js");
}

const sent: { type: unknown; value: unknown; handled: unknown }[] = [];
beforeEach(() => {
  sent.length = 0;
  Sentry.init({
    dsn: "https://abc@sentry.invalid/1",
    defaultIntegrations: false,
    beforeSend: (event) => {
      const error = event.exception?.values?.[0];
      sent.push({ type: error?.type, value: error?.value, handled: error?.mechanism?.handled });
      return null;
    },
  });
});
afterEach(async () => {
  await Sentry.close(0);
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
});

describe("guard", () => {
  test("hands the handler who was admitted and the route's parameters, and nothing is cached", async () => {
    const { guard } = await load();
    const GET = guard<{ id: string }>("read", async (_request, admitted, { params }) =>
      Response.json(
        { ...admitted, ...(await params) },
        { headers: { "cache-control": "public", "x-check-run": "r" } },
      ),
    );
    const response = await GET(request(URL_HERE, "GET", bearer), { params: Promise.resolve({ id: "0199" }) });
    expect(response.headers.get("cache-control")).toBe("no-store");
    expect(response.headers.get("x-check-run")).toBe("r");
    expect(await response.json()).toEqual({ via: "bearer", caller: "bearer", id: "0199" });
  });

  test("every answer repeats the request's nonce, so that one that was kept is known as old", async () => {
    const { guard } = await load();
    const { HttpProblem } = await import("#http/problem.js");
    const nonce = { "x-check-nonce": "0123456789abcdef" };
    const GET = guard("read", async () => Response.json({}));
    const fails = guard("read", async () => {
      throw new HttpProblem(404, "Unknown run", "there is none");
    });
    for (const handler of [GET, fails]) {
      const response = await handler(request(URL_HERE, "GET", { ...bearer, ...nonce }), none);
      expect(response.headers.get("x-check-nonce")).toBe("0123456789abcdef");
    }
    expect((await GET(request(URL_HERE, "GET", bearer), none)).headers.has("x-check-nonce")).toBe(false);
  });

  test.each(["short", "a".repeat(65), "0123456789abcdef!", "0123456789abcdef, 0123456789abcdef"])(
    "the malformed nonce %j is refused by name, and not repeated",
    async (nonce) => {
      const { guard } = await load();
      const handler = vi.fn(async () => new Response());
      const sent = request(URL_HERE, "GET", { ...bearer, "x-check-nonce": nonce });
      const response = await guard("read", handler)(sent, none);
      expect([response.status, handler.mock.calls.length]).toEqual([400, 0]);
      expect(response.headers.has("x-check-nonce")).toBe(false);
      expect(ProblemSchema.parse(await response.json()).detail).toBe(
        "x-check-nonce: must be 16 to 64 characters of A-Z, a-z, 0-9, - and _",
      );
    },
  );

  test("never calls the handler of a request that is refused", async () => {
    const { guard } = await load();
    const handler = vi.fn(async () => new Response());
    const response = await guard("read", handler)(request(URL_HERE, "GET"), none);
    expect(handler).not.toHaveBeenCalled();
    expect(response.status).toBe(401);
    expect(ProblemSchema.parse(await response.json())).toMatchObject({ status: 401, type: "about:blank" });
  });

  test("is closed without secrets, and says which", async () => {
    const { guard } = await load({ NODE_ENV: "production" });
    const response = await guard("read", async () => new Response())(request(URL_HERE, "GET", bearer), none);
    expect(response.status).toBe(503);
    expect(await response.text()).toContain("ADMIN_TOKEN is not set");
  });

  test("an unknown error is a 500 that tells nothing, reported once and as handled", async () => {
    const printed = vi.spyOn(console, "error").mockImplementation(() => {});
    const { guard } = await load();
    const GET = guard("read", async () => {
      throw new TypeError(`cannot reach redis://user:${TOKEN}@10.0.0.7`);
    });
    const response = await GET(request(URL_HERE, "GET", bearer), none);
    expect(response.status).toBe(500);
    expect(response.headers.get("content-type")).toBe("application/problem+json");
    const body = await response.text();
    for (const leaked of [TOKEN, "redis", "TypeError"]) expect(body).not.toContain(leaked);
    expect(printed.mock.calls).toEqual([["roundtrip: a handler failed with TypeError"]]);
    expect(sent).toEqual([expect.objectContaining({ type: "TypeError", handled: true })]);
  });

  test("a refusal is not reported", async () => {
    const { guard } = await load();
    const { HttpProblem: Fresh } = await import("#http/problem.js");
    const GET = guard("read", async () => {
      throw new Fresh(404, "Not Found", "No such run.", { "x-a": "b" });
    });
    const response = await GET(request(URL_HERE, "GET", bearer), none);
    expect([response.status, response.headers.get("x-a")]).toEqual([404, "b"]);
    expect(sent).toEqual([]);
  });

  test("leaves Next's own redirects to Next", async () => {
    const { guard } = await load();
    const { redirect } = await import("next/navigation");
    const GET = guard("read", async () => redirect("/admin/sentry/sign-in"));
    await expect(GET(request(URL_HERE, "GET", bearer), none)).rejects.toThrow("NEXT_REDIRECT");
    expect(sent).toEqual([]);
  });
});

describe("readJson", async () => {
  const { readJson } = await import("#http/body/json.js");
  const schema = z.strictObject({ check: z.string(), wait: z.number().max(60).optional() });
  const json = { "content-type": "application/json" };
  const read = (body: BodyInit | null, headers: Record<string, string> = json, maxBytes?: number) => {
    const post = new Request(URL_HERE, { method: "POST", body, headers, duplex: "half" } as RequestInit);
    return outcome(readJson(post, schema, maxBytes === undefined ? {} : { maxBytes }));
  };
  const refusal = async (work: ReturnType<typeof read>) => {
    const result = await work;
    return HttpProblem.is(result) ? `${result.status} ${result.detail}` : JSON.stringify(result);
  };

  test("gives what the schema gives", async () => {
    expect(await read('{"check":"sentry"}')).toEqual({ check: "sentry" });
    const types = ["application/json; charset=utf-8", 'Application/JSON;charset="UTF-8"'];
    for (const type of types)
      expect(await read('{"check":"é"}', { "content-type": type })).toEqual({ check: "é" });
  });

  test.each([
    ["text/plain"],
    ["application/x-www-form-urlencoded"],
    ["multipart/form-data; boundary=x"],
    ["application/jsonp"],
    ["text/html, application/json"],
    ["application/json; charset=utf-16"],
  ])("refuses %s", async (type) => {
    expect(await refusal(read('{"check":"sentry"}', { "content-type": type }))).toMatch(/^415 /);
  });

  test("refuses a compressed body: its size would not be its size", async () => {
    expect(await refusal(read("x", { ...json, "content-encoding": "gzip" }))).toMatch(/^415 /);
  });

  test("counts what arrives and not what is claimed", async () => {
    const body = JSON.stringify({ check: "x".repeat(100) });
    expect(await refusal(read(body, json, body.length))).toContain("xxx");
    expect(await refusal(read(body, json, body.length - 1))).toMatch(/^413 .*\d+ bytes/);
    expect(await refusal(read(body, { ...json, "content-length": "1" }, 50))).toMatch(/^413 /);
  });

  test("stops reading an endless body", async () => {
    let pulled = 0;
    const endless = new ReadableStream<Uint8Array>({
      pull(controller) {
        pulled += 1;
        controller.enqueue(new Uint8Array(1_024));
      },
    });
    expect(await refusal(read(endless))).toMatch(/^413 /);
    expect(pulled).toBeLessThan(40);
  });

  test.each([
    ["", "400 The body is not JSON."],
    ["{", "400 The body is not JSON."],
    [Buffer.from([0x22, 0xff, 0x22]), "400 The body is not JSON."],
    ["[]", "400 body: "],
    ["null", "400 body: "],
    ["{}", "400 check: "],
    ['{"check":"a","wait":"5"}', "400 wait: "],
    ['{"check":"a","wait":61}', "400 wait: "],
    ['{"check":"a","chekcs":1}', "400 body: "],
  ])("names what is wrong with %s", async (body, detail) => {
    expect(await refusal(read(body))).toContain(detail);
  });

  test("a thousand bad fields do not make a long answer", async () => {
    const many = JSON.stringify(Object.fromEntries(Array.from({ length: 1_000 }, (_, i) => [`f${i}`, i])));
    expect((await refusal(read(many))).length).toBeLessThan(1_100);
  });
});
