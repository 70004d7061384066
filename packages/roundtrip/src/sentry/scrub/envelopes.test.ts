import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { CANARIES, found, KNOWN } from "#sentry/scrub/testing/canaries.js";
import { envelope, KINDS, sent } from "#sentry/scrub/testing/envelopes.js";
import { type Envelope, envelopeScrubber } from "./envelopes.js";
import { FILTERED } from "./text.js";

const secrets = Object.values(KNOWN);
const scrubbers = [true, false].map((sendDefaultPii) => ({
  sendDefaultPii,
  scrub: envelopeScrubber({ secrets, sendDefaultPii }),
}));

describe("envelopeScrubber", () => {
  it("lets no canary out, in any item and place, with and without personal data", () => {
    let count = 0;
    const planted = fc.record({
      kind: fc.constantFrom(...KINDS),
      canary: fc.constantFrom(...CANARIES),
      before: fc.string({ maxLength: 20 }),
      pii: fc.constantFrom(...scrubbers),
    });
    fc.assert(
      fc.property(planted, ({ kind, canary, before, pii }) => {
        const one = envelope(kind, `${before} ${canary.text}`, canary);
        expect(found(sent(one))).toContain(canary.name);
        pii.scrub(one);
        expect(found(sent(one))).toEqual([]);
        count += 1;
      }),
      { numRuns: 3_000 },
    );
    console.log(
      `scrub: ${CANARIES.length} canaries, ${count} generated envelopes of ${KINDS.length} kinds: 0 found`,
    );
  });

  it.each(KINDS)("plants every canary in a %s: none leaves", (kind) => {
    for (const { scrub } of scrubbers) {
      for (const canary of CANARIES) {
        const one = envelope(kind, canary.text, canary);
        scrub(one);
        expect(found(sent(one)), canary.name).toEqual([]);
      }
    }
  });

  const generated = fc.tuple(
    fc.constant({ event_id: "0199a0b1c2d3e4f5a6b7c8d9e0f10203" }),
    fc.array(
      fc.tuple(
        fc.record({ type: fc.constantFrom(...KINDS) }),
        fc.oneof(
          fc.object({ maxDepth: 5, withBigInt: true, withDate: true, withMap: true }),
          fc.string(),
          fc.constant(null),
        ),
      ),
    ),
  );

  it("never throws and keeps the number of items, whatever an envelope holds", () => {
    fc.assert(
      fc.property(generated, fc.constantFrom(...scrubbers), (one, { scrub }) => {
        const [{ event_id }, items] = one;
        const count = items.length;
        scrub(one as unknown as Envelope);
        expect(one[0].event_id).toBe(event_id);
        expect(items.length).toBe(count);
      }),
      { numRuns: 1_000 },
    );
  });

  it("leaves an event without secrets exactly as it was, with personal data on", () => {
    const harmless = fc.object({
      maxDepth: 4,
      key: fc.stringMatching(/^[a-f]{1,6}$/),
      values: [fc.stringMatching(/^[a-z0-9 ,.()]{0,60}$/), fc.integer(), fc.boolean(), fc.constant(null)],
    });
    const { scrub } = scrubbers[0] ?? expect.fail();
    fc.assert(
      fc.property(harmless, (payload) => {
        const before = structuredClone(payload);
        const one: Envelope = [{}, [[{ type: "event" }, payload]]];
        scrub(one);
        expect(one[1][0]?.[1]).toEqual(before);
        expect(payload).toEqual(before);
      }),
    );
  });

  it("leaves a check's own event as it is, with personal data on and off", () => {
    const run = "0199a0b1c2d3e4f5a6b7c8d9e0f10203";
    for (const { scrub } of scrubbers) {
      const event = {
        event_id: run,
        release: "roundtrip@d3m0",
        environment: "demo",
        exception: {
          values: [
            {
              type: "RoundtripError",
              value: `Roundtrip check "sentry-extra" raised this on purpose (run ${run})`,
            },
          ],
        },
        tags: { check: "sentry-extra", "check.run": run, commit_tag: "d3m0" },
        fingerprint: ["roundtrip", "sentry-extra"],
        contexts: {
          pino: { data: { number: 1, divider: 0 } },
          trace: { trace_id: "a".repeat(32), span_id: "b".repeat(16) },
        },
        modules: { cookie: "1.0.2", jsonwebtoken: "9.0.2" },
      };
      const before = structuredClone(event);
      const header = {
        event_id: run,
        trace: { public_key: "abc123", trace_id: "a".repeat(32), release: "roundtrip@d3m0" },
      };
      const one: Envelope = [structuredClone(header), [[{ type: "event" }, event]]];
      scrub(one);
      expect(one).toEqual([header, [[{ type: "event" }, before]]]);
    }
  });

  it("keeps an attribute an attribute and gives an attachment its new length", () => {
    const { scrub } = scrubbers[0] ?? expect.fail();
    const bytes = new TextEncoder().encode('{"password":"cnrySomething"}');
    const one: Envelope = [
      {},
      [
        [{ type: "log" }, { items: [{ attributes: { password: { type: "integer", value: 12345678 } } }] }],
        [{ type: "attachment", length: bytes.length, filename: "a.json" }, bytes],
      ],
    ];
    scrub(one);
    expect(one[1][0]?.[1]).toEqual({
      items: [{ attributes: { password: { type: "string", value: FILTERED } } }],
    });
    const [header, payload] = one[1][1] ?? expect.fail();
    expect(new TextDecoder().decode(payload as Uint8Array)).toBe(`{"password":"${FILTERED}"}`);
    expect(header.length).toBe((payload as Uint8Array).byteLength);
  });

  it("drops what it cannot look through, and sends the rest", () => {
    const { scrub } = scrubbers[0] ?? expect.fail();
    const circular: Record<string, unknown> = { name: "circle" };
    circular.self = [circular, circular];
    let deep: unknown = KNOWN.ADMIN_TOKEN;
    for (let i = 0; i < 5_000; i += 1) deep = { deep };
    const thrower = {
      get trap(): string {
        throw new Error("no");
      },
      toJSON: undefined,
      fine: "fine",
    };
    const rude = {
      toJSON: () => {
        throw new Error("no");
      },
    };
    const wide = Array.from({ length: 200_000 }, () => `it was ${KNOWN.ADMIN_TOKEN}`);
    const one: Envelope = [
      {},
      [
        [
          { type: "event" },
          { message: "kept", circular, deep, thrower, rude, wide, bytes: new Uint8Array(8) },
        ],
      ],
    ];
    scrub(one);
    const text = sent(one);
    expect(found(text)).toEqual([]);
    expect(one[1][0]?.[1]).toMatchObject({
      message: "kept",
      circular: { name: "circle", self: [FILTERED, FILTERED] },
      thrower: { trap: FILTERED, fine: "fine" },
      rude: FILTERED,
      bytes: FILTERED,
    });
  });
});
