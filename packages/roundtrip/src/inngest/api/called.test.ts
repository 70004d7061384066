import { afterEach, expect, test, vi } from "vitest";
import { MOUNT, variableOf } from "#checks/mount/addresses.js";
import { asCalled } from "./called.js";

afterEach(() => vi.unstubAllEnvs());

test.each([
  ["", "https://a.example/api/inngest?fnId=x", "https://a.example/api/inngest?fnId=x"],
  ["/shop", "https://a.example/api/inngest/?fnId=x", "https://a.example/shop/api/inngest/?fnId=x"],
  ["/shop", "https://a.example/shop/api/inngest?fnId=x", "https://a.example/shop/api/inngest?fnId=x"],
])(
  "with the base path %j a call of %s is seen by Inngest's SDK as one of %s",
  async (basePath, called, seen) => {
    for (const [name, value] of Object.entries(variableOf({ ...MOUNT, basePath, trailingSlash: false })))
      vi.stubEnv(name, value);
    const headers = { "x-inngest-signature": "s=1" };
    const request = asCalled(new Request(called, { method: "POST", body: "[1]", headers }));
    expect([request.method, request.url, await request.text()]).toEqual(["POST", seen, "[1]"]);
    expect(request.headers.get("x-inngest-signature")).toBe("s=1");
  },
);
