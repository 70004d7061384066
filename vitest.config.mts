import { availableParallelism } from "node:os";
import { resolve } from "node:path";
import { defineConfig } from "vitest/config";

/** The packages' own sources, not what was built of them. */
const resolveFrom = {
  alias: { "@": resolve(import.meta.dirname) },
  conditions: ["@roundtrip/source", "node", "development|production"],
};
const ssr = { resolve: { conditions: resolveFrom.conditions } };
const exclude = ["**/node_modules/**", "**/.next/**", "**/dist/**"];

/** Files whose every test starts processes by the dozen. */
const LONG = "**/*.long.test.ts";
/** Far above what anything takes on a busy machine: only what hangs reaches these limits. */
const unit = {
  // Half the time of those that start processes, or ask over HTTP, is waiting.
  maxWorkers: 2 * availableParallelism(),
  testTimeout: 120_000,
  hookTimeout: 120_000,
  expect: { poll: { timeout: 100_000, interval: 20 } },
};

/**
 * Rooms whose code keeps nothing between two calls, and whose tests leave nothing in their process: their files share
 * processes, and what one has imported is there for the next. What a test stubs is put back for the one after it.
 */
const PURE = [
  ...[
    "checks",
    "cli",
    "config",
    "doctor/findings",
    "http",
    "inngest",
    "log",
    "network",
    "sentry/read",
    "sentry/scrub",
    "store",
    "ui",
    "verdict",
  ].map((room) => `packages/roundtrip/src/${room}/**/*.test.{ts,tsx}`),
  "packages/stand-ins/src/**/*.test.ts",
  "{bench,docs,local}/**/*.test.ts",
];
const SHARING = { isolate: false, unstubEnvs: true, unstubGlobals: true, restoreMocks: true };

/** `unit` and `pure` need nothing; `stack` runs the built app on the local stand-ins, much of the time waiting for them. */
export default defineConfig({
  test: {
    projects: [
      {
        resolve: resolveFrom,
        ssr,
        test: {
          name: "unit",
          include: ["**/*.test.{ts,tsx}"],
          exclude: [...exclude, "e2e/**", LONG, ...PURE],
          ...unit,
        },
      },
      {
        resolve: resolveFrom,
        ssr,
        test: { name: "pure", include: PURE, exclude: [...exclude, LONG], ...SHARING, ...unit },
      },
      {
        resolve: resolveFrom,
        ssr,
        test: { name: "unit-long", include: [LONG], exclude, ...unit },
      },
      {
        resolve: resolveFrom,
        ssr,
        test: {
          name: "stack",
          include: ["e2e/stack/**/*.stack.test.ts"],
          globalSetup: ["e2e/stack/global-setup.ts"],
          exclude,
          tags: [{ name: "long", description: "left out by npm test, and run by npm run test:all" }],
          maxWorkers: 2,
          // What is tested runs in processes of its own; those of the files share what they import.
          isolate: false,
          testTimeout: 900_000,
          hookTimeout: 900_000,
          expect: { poll: { timeout: 240_000, interval: 50 } },
        },
      },
    ],
  },
});
