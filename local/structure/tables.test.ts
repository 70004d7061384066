import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { ROOT } from "../root";

const SOURCE = join(ROOT, "packages/roundtrip/src");
/** Their keys come from a closed list or a pattern in the same file; whoever adds one looks where its keys come from. */
const CLOSED = [
  "cli/init/install/manager.ts: VERSIONS",
  "cli/init/look/refusals.ts: SETTINGS",
  "cli/init/write/created.ts: PLAIN",
  "cli/report/junit.ts: ENTITIES",
  "config/fields.ts: UNITS",
  "config/invisible.ts: NAMES",
  "doctor/findings/variables.ts: LOST",
  "doctor/gather/page/policies.ts: ENTITIES",
  "network/egress.ts: agents",
  "sentry/scrub/encodings.ts: NAMES",
];

test("a table that is asked with any text is a Map: an object also answers to constructor and __proto__", () => {
  const files = readdirSync(SOURCE, { recursive: true, encoding: "utf8" }).filter(
    (file) => /\.tsx?$/.test(file) && !/\.test\.ts|testing\//.test(file),
  );
  const tables = files.flatMap((file) =>
    [
      ...readFileSync(join(SOURCE, file), "utf8").matchAll(
        /^(?:export )?const (\w+): [^=\n]*Record<\s*string\b/gm,
      ),
    ].map(([, name]) => `${file}: ${name}`),
  );
  expect(tables.sort()).toEqual(CLOSED);
});
