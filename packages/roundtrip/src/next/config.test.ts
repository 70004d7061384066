import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { NextConfig } from "next";
import { PHASE_PRODUCTION_SERVER } from "next/constants";
import { expect, onTestFinished, test, vi } from "vitest";
import { withRoundtrip } from "./config.js";

const configOf = (...given: Parameters<typeof withRoundtrip>) => {
  const made: unknown = withRoundtrip(...given);
  if (typeof made !== "function") throw new Error("withRoundtrip gives no function");
  return made(PHASE_PRODUCTION_SERVER, { defaultConfig: {} });
};

test("base path, slash and mount points reach every bundle, and the app's own variables stay", async () => {
  const config = await configOf(
    { basePath: "/shop", trailingSlash: true, env: { OWN: "1" } },
    { mount: { pages: "/ops" } },
  );
  expect(config.env).toMatchObject({ OWN: "1" });
  expect(JSON.parse(config.env.ROUNDTRIP_ADDRESSES)).toEqual({
    api: "/api/health",
    pages: "/ops",
    raises: "/admin/checks",
    inngest: "/api/inngest",
    basePath: "/shop",
    trailingSlash: true,
  });
  const sources = (await config.headers()).map(({ source }: { source: string }) => source);
  expect(sources).toContain("/ops/:path*");
  expect(sources).not.toContain("/admin/sentry/:path*");
});

test.each(["", "/", "ops", "/ops/", "/a b", "/:path*"])(
  "a mount point %j is refused, and told why",
  async (pages) => {
    await expect(configOf({}, { mount: { pages } })).rejects.toThrow(
      /mount\.pages is ".*Write a path from the app's root/,
    );
  },
);

test("what the app configures itself stays", async () => {
  const config = await configOf({ poweredByHeader: false, serverExternalPackages: ["sharp"] });
  expect(config).toMatchObject({ poweredByHeader: false });
  expect(config.serverExternalPackages).toEqual(expect.arrayContaining(["sharp", "pino"]));
});

test("options of Sentry's own go before Roundtrip's", async () => {
  const config = await configOf({}, { sentry: { tunnelRoute: "/tunnel" } });
  expect(JSON.stringify(await config.rewrites())).toContain("/tunnel");
  expect(JSON.stringify(await (await configOf({})).rewrites())).not.toContain("/tunnel");
});

test("rewrites that the app configures stay, behind the one that keeps routers from our pages", async () => {
  const own = { source: "/old", destination: "/new" };
  const ours = expect.objectContaining({ source: "/admin/sentry/:path*" });
  const rewritesOf = async (rewrites: NonNullable<NextConfig["rewrites"]> | undefined) =>
    (await configOf(rewrites ? { rewrites } : {})).rewrites();
  expect(await rewritesOf(undefined)).toEqual({
    beforeFiles: expect.arrayContaining([ours]),
    afterFiles: [],
    fallback: [],
  });
  expect((await rewritesOf(async () => [own])).afterFiles).toEqual([own]);
  const three = await rewritesOf(async () => ({ beforeFiles: [own], afterFiles: [own], fallback: [own] }));
  expect([three.beforeFiles.at(-1), three.afterFiles, three.fallback]).toEqual([own, [own], [own]]);
  expect(three.beforeFiles[0]).toMatchObject({ source: "/admin/sentry/:path*" });
});

test.each([
  ["none where only another package brings it", { fastify: "^5.0.0" }, []],
  ["one where the app asks for it", { pino: "^9.0.0" }, [expect.stringContaining("pino 9.7.0 is installed")]],
])("a build warns of an installed pino that is too old: %s", async (_title, dependencies, expected) => {
  const app = mkdtempSync(join(tmpdir(), "roundtrip-app-"));
  onTestFinished(() => rmSync(app, { recursive: true, force: true }));
  mkdirSync(join(app, "node_modules/pino"), { recursive: true });
  writeFileSync(join(app, "package.json"), JSON.stringify({ dependencies }));
  writeFileSync(join(app, "node_modules/pino/package.json"), '{"version":"9.7.0"}');
  vi.spyOn(process, "cwd").mockReturnValue(app);
  const warn = vi.spyOn(console, "warn").mockReturnValue();
  onTestFinished(() => void vi.restoreAllMocks());
  await configOf();
  expect(warn.mock.calls.flat()).toEqual(expected);
});
