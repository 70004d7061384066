import { describe, expect, it } from "vitest";
import { TRACE_CHECK_PATH, TRACE_CHECK_SPAN } from "#checks/trace-mark.js";
import { traceSampler } from "./trace-sampler.js";

/** Within the app, whatever id its own Inngest client has. */
const TASK = "roundtrip-trace";
const WHOLE = "my-shop-roundtrip-trace";
type Context = Parameters<ReturnType<typeof traceSampler>>[0];

const context = (more: Partial<Context>): Context => ({
  name: "GET /",
  attributes: {},
  inheritOrSampleWith: (rate) => (more.parentSampled === undefined ? rate : Number(more.parentSampled)),
  ...more,
});
const request = (path: string) => ({ url: `http://shop.example${path}` });
const check = context({ normalizedRequest: request(`${TRACE_CHECK_PATH}?a=b`) });

describe("the sampler", () => {
  it.each([
    ["above 0", 0.01, true],
    ["of 1", 1, true],
    ["of 0", 0, false],
  ])("takes or leaves the check's own traces by a rate %s, and not by chance", (_title, rate, taken) => {
    const sampler = traceSampler(rate);
    expect(sampler(check)).toBe(taken);
    expect(sampler(context({ name: TRACE_CHECK_SPAN }))).toBe(taken);
    // A request of which only Next.js knows, since it came while the SDK was being started.
    expect(sampler(context({ attributes: { "http.target": TRACE_CHECK_PATH } }))).toBe(taken);
    // Whatever a caller has decided for itself.
    expect(sampler({ ...check, parentSampled: !taken })).toBe(taken);
  });

  it("takes nothing at a rate of 0, whatever a caller has decided for itself", () => {
    const sampler = traceSampler(0, { task: TASK });
    for (const parentSampled of [true, false]) {
      const attributes = { "inngest.function": WHOLE };
      expect(sampler(context({ parentSampled }))).toBe(false);
      expect(sampler(context({ parentSampled, attributes }))).toBe(false);
    }
  });

  it("lets the check's task do what its caller's trace does", () => {
    const task = (parentSampled?: boolean) =>
      traceSampler(0.5, { task: TASK })(
        context({
          attributes: { "inngest.function": WHOLE },
          ...(parentSampled !== undefined && { parentSampled }),
        }),
      );
    expect([task(true), task(false), task()]).toEqual([true, false, false]);
  });

  it.each([
    ["another address", { normalizedRequest: request("/api/health/sentry") }],
    ["an address below it", { normalizedRequest: request(`${TRACE_CHECK_PATH}/x`) }],
    [
      "a request that only names the check's span",
      { name: TRACE_CHECK_SPAN, normalizedRequest: request("/") },
    ],
    ["another task", { attributes: { "inngest.function": "my-shop-trace" } }],
    ["a request without an address", { normalizedRequest: { url: "http://[" } }],
  ])("leaves %s to the rate, and to its caller's decision", (_title, more) => {
    const sampler = traceSampler(0.25, { task: TASK });
    expect(sampler(context(more))).toBe(0.25);
    expect(sampler(context({ ...more, parentSampled: true }))).toBe(1);
    expect(sampler(context({ ...more, parentSampled: false }))).toBe(0);
  });

  it("takes sixty a minute for certain in a browser, which has nobody to ask, and others by the rate", () => {
    let now = 0;
    const sampler = traceSampler(0.25, { now: () => now });
    const taken = () =>
      Array.from({ length: 100 }, () => sampler(check)).filter((one) => one === true).length;
    expect(taken()).toBe(60);
    now = 60_000;
    expect(taken()).toBe(60);
  });

  it("takes those of callers who are admitted, and samples a stranger by the rate, whatever the headers say", () => {
    const sampler = traceSampler(0.25, {
      admits: ({ authorization }) => authorization === "Bearer right",
    });
    const asked = (authorization: string, parentSampled?: boolean) =>
      sampler(
        context({
          normalizedRequest: { ...request(TRACE_CHECK_PATH), headers: { authorization } },
          ...(parentSampled !== undefined && { parentSampled }),
        }),
      );
    for (const parentSampled of [undefined, true, false])
      expect([asked("Bearer right", parentSampled), asked("Bearer wrong", parentSampled)]).toEqual([
        true,
        0.25,
      ]);
    expect(asked("Bearer right")).toBe(true);
  });

  it("has a budget for requests whose headers nobody knows, also on a server", () => {
    const sampler = traceSampler(0.25, { admits: () => false, now: () => 0 });
    const unknown = context({ attributes: { "http.target": TRACE_CHECK_PATH } });
    expect(Array.from({ length: 100 }, () => sampler(unknown)).filter((one) => one === true)).toHaveLength(
      60,
    );
  });
});
