import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { ROOT } from "../root";

const SOURCE = join(ROOT, "packages/roundtrip/src");
/** Each is one bundle: the command, and what runs in a browser. */
const ONE_BUNDLE = /^(cli|ui)\//;

test("an error of ours is known by its code, never by instanceof: bundles have classes of their own", () => {
  const files = readdirSync(SOURCE, { recursive: true, encoding: "utf8" }).filter(
    (file) => /\.tsx?$/.test(file) && !/\.test\.ts|testing\//.test(file) && !ONE_BUNDLE.test(file),
  );
  const texts = files.map((file) => [file, readFileSync(join(SOURCE, file), "utf8")] as const);
  const ours = texts.flatMap(([, text]) =>
    [...text.matchAll(/class (\w+) extends (?:Error|TypeError)\b/g)].map(([, name = ""]) => name),
  );
  expect(ours).toEqual(expect.arrayContaining(["HttpProblem", "StoreDown", "Unreadable"]));
  const asked = texts.flatMap(([file, text]) =>
    [...text.matchAll(/instanceof (\w+)/g)].flatMap(([, name = ""]) =>
      ours.includes(name) ? [`${file}: ${name}`] : [],
    ),
  );
  expect(asked).toEqual([]);
});
