import type { NextConfig } from "next";
import { PHASE_PRODUCTION_SERVER } from "next/constants";
import { expect, test } from "vitest";
import { withRoundtrip } from "./config.js";

const configOf = (given: Parameters<typeof withRoundtrip>[0]) => {
  const made: unknown = withRoundtrip(given);
  if (typeof made !== "function") throw new Error("withRoundtrip gives no function");
  return made(PHASE_PRODUCTION_SERVER, { defaultConfig: {} });
};

test("an app below a base path is refused when it is built or started, and told what to do instead", async () => {
  await expect(configOf({ basePath: "/shop" })).rejects.toThrow(/basePath.*root of a host/);
});

test("what the app configures itself stays", async () => {
  const config = await configOf({ poweredByHeader: false, serverExternalPackages: ["sharp"] });
  expect(config).toMatchObject({ poweredByHeader: false });
  expect(config.serverExternalPackages).toEqual(expect.arrayContaining(["sharp", "pino"]));
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
