import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { api, eventId, eventPath, ingestUrl, post, start } from "#sentry/testing/server.js";

describe("a malformed envelope", () => {
  it.each([
    ["", "missing envelope header"],
    ["no json", "invalid envelope header"],
    ["[]", "invalid envelope header"],
    ['{"event_id":"short"}', "invalid envelope header"],
    ["{}\nno json", "invalid item header"],
    ['{}\n{"no":"type"}', "invalid item header"],
    ['{}\n{"type":"event","length":99}\n{}', "unexpected end of file"],
    ['{}\n{"type":"event","length":2}\n{}x', "missing newline after header or payload"],
    ['{}\n{"type":"event","length":-1}\n{}', "invalid item header"],
  ])("answers 400 to the malformed envelope %j, saying %j", async (body, cause) => {
    const server = await start();
    const answer = await post(ingestUrl(server), body);
    expect(answer.status).toBe(400);
    expect(await answer.json()).toEqual({ detail: "invalid event envelope", causes: [cause] });
  });

  it("never answers 5xx, whatever bytes and whatever JSON come", async () => {
    const server = await start();
    const json = fc.json({ maxDepth: 6 });
    const item = fc.tuple(
      fc.oneof(fc.constantFrom("event", "transaction", "span", "client_report", "log"), fc.string()),
      json,
    );
    const shaped = fc
      .array(item, { maxLength: 4 })
      .map((items) =>
        Buffer.from(["{}", ...items.flatMap(([type, body]) => [JSON.stringify({ type }), body])].join("\n")),
      );
    const hostile = fc
      .record(
        {
          exception: fc.oneof(fc.anything(), fc.record({ values: fc.array(fc.anything()) })),
          tags: fc.anything(),
          contexts: fc.anything(),
          user: fc.anything(),
          request: fc.anything(),
          timestamp: fc.oneof(fc.double(), fc.string()),
          fingerprint: fc.anything(),
          breadcrumbs: fc.anything(),
          debug_meta: fc.anything(),
          sdk: fc.anything(),
          extra: fc.anything(),
        },
        { requiredKeys: [] },
      )
      .filter((event) => {
        try {
          return JSON.stringify(event) !== undefined;
        } catch {
          return false;
        }
      });
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(
          fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes)),
          shaped,
          hostile.map((event) => Buffer.from(`{}\n{"type":"event"}\n${JSON.stringify(event)}`)),
        ),
        async (body) => {
          const answer = await post(ingestUrl(server), body);
          expect(answer.status).toBeLessThan(500);
          const { id } = (await answer.json()) as { id?: string };
          if (!id) return;
          expect((await api(server, eventPath(id))).status).toBeLessThan(500);
          expect(
            (await api(server, `/organizations/local/events/?dataset=errors&field=id&query=id:${id}`)).status,
          ).toBeLessThan(500);
        },
      ),
      { numRuns: 200 },
    );
  });

  it("survives JSON nested a hundred thousand deep", async () => {
    const server = await start();
    const id = eventId();
    const deep = `${"[".repeat(100_000)}${"]".repeat(100_000)}`;
    await post(ingestUrl(server), `{"event_id":"${id}"}\n{"type":"event"}\n{"extra":{"deep":${deep}}}`);
    expect((await api(server, eventPath(id))).status).toBe(200);
  });
});
