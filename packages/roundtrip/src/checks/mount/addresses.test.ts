import fc from "fast-check";
import { afterEach, describe, expect, it } from "vitest";
import { odd, plain } from "../testing/addresses.js";
import {
  type Addresses,
  addresses,
  hrefOf,
  MOUNT,
  mounted,
  mountedFile,
  ownAddress,
  pathOf,
  variableOf,
} from "./addresses.js";

afterEach(() => {
  delete process.env.ROUNDTRIP_ADDRESSES;
});

describe("an address of Roundtrip's", () => {
  it.each([
    ["/api/health/sentry", "/internal/health/sentry", "/shop/internal/health/sentry/"],
    ["/api/health", "/internal/health", "/shop/internal/health/"],
    ["/api/healthy", "/api/healthy", "/shop/api/healthy/"],
    ["/admin/sentry", "/ops/errors", "/shop/ops/errors/"],
    [
      "/admin/sentry/history?check=sentry",
      "/ops/errors/history?check=sentry",
      "/shop/ops/errors/history/?check=sentry",
    ],
    ["/admin/sentry/causes#not_fired", "/ops/errors/causes#not_fired", "/shop/ops/errors/causes/#not_fired"],
    ["/admin/checks/action", "/ops/raises/action", "/shop/ops/raises/action/"],
    ["/api/inngest", "/hooks/inngest", "/shop/hooks/inngest/"],
    ["/", "/", "/shop/"],
  ])("%s is in the app's files at %s, and asked for by %s", (path, inFiles, asked) => {
    expect(mounted(path, odd)).toBe(inFiles);
    expect(hrefOf(path, odd)).toBe(asked);
    expect(hrefOf(path, plain)).toBe(path);
  });

  it("is known again in what was asked for, with the base path or without it", () => {
    const segment = fc.stringMatching(/^[a-z][a-z0-9-]{0,9}$/);
    const path = fc
      .tuple(fc.constantFrom(MOUNT.api, MOUNT.pages, MOUNT.raises), fc.array(segment, { maxLength: 3 }))
      .map(([root, more]) => [root, ...more].join("/"));
    const app = fc.record({
      ...Object.fromEntries(
        ["api", "pages", "raises", "inngest"].map((name) => [name, fc.constant(`/x/${name}`)]),
      ),
      basePath: fc.constantFrom("", "/shop", "/a/b"),
      trailingSlash: fc.boolean(),
    }) as fc.Arbitrary<Addresses>;
    fc.assert(
      fc.property(path, app, (ours, of) => {
        expect(pathOf(hrefOf(ours, of), of)).toBe(ours);
        expect(pathOf(hrefOf(ours, { ...of, basePath: "" }), of)).toBe(ours);
      }),
    );
  });

  it("has its file in the folders of its mount point, and no file elsewhere moves", () => {
    expect(mountedFile("app/admin/checks/action/page.tsx", odd)).toBe("app/ops/raises/action/page.tsx");
    expect(mountedFile("inngest/tasks.ts", odd)).toBe("inngest/tasks.ts");
  });

  it("keeps its query, which is nothing of its path", () => {
    expect(pathOf("/shop/ops/errors/history/?check=/a#b", odd)).toBe("/admin/sentry/history?check=/a#b");
  });

  it("is no other address that begins alike", () => {
    expect(pathOf("/shop/ops/errors-of-others", odd)).toBe("/ops/errors-of-others");
    expect(pathOf("/shopping", odd)).toBe("/shopping");
    expect(pathOf("/shop", odd)).toBe("/");
  });

  it("is where next.config says, and where it always was without it", () => {
    expect(addresses()).toEqual(plain);
    Object.assign(process.env, variableOf(odd));
    expect(hrefOf("/admin/sentry")).toBe("/shop/ops/errors/");
  });
});

it.each([
  ["/checkout", "/shop/checkout"],
  ["/shop/checkout?a=/b", "/shop/checkout?a=/b"],
  ["/shopping", "/shop/shopping"],
])("a page of the app's own, written as %s, is at %s", (written, at) => {
  expect(ownAddress(written, odd)).toBe(at);
  expect(ownAddress(written, plain)).toBe(written);
});
