import { createClient } from "@libsql/client/sqlite3";
import { afterAll, expect, test } from "vitest";
import { HISTORY_SCHEMA, stretchStatements } from "./history.js";
import { SCHEMA } from "./statements.js";

const client = createClient({ url: ":memory:" });
afterAll(() => client.close());

test.each([
  [null, undefined],
  ["shop@1", undefined],
  [null, 86_400_000],
  ["shop@1", 86_400_000],
])("stretches are found in an index alone, of the release %j, until %j", async (release, until) => {
  await client.batch([...SCHEMA, ...HISTORY_SCHEMA], "write");
  const query = {
    checks: ["sentry"],
    environments: ["production"],
    release,
    since: 0,
    limit: 51,
    ...(until && { until }),
  };
  const [statement] = stretchStatements(query);
  if (typeof statement !== "object" || !("sql" in statement)) throw new Error("there is no statement");
  const plan = await client.execute({ ...statement, sql: `EXPLAIN QUERY PLAN ${statement.sql}` });
  const read = plan.rows
    .map(({ detail }) => String(detail))
    .filter((one) => /\b(verdict|run|older|first|edge)\b/.test(one));
  expect(read.length).toBeGreaterThan(0);
  // A run's own row, or its verdict's, is on a page of its own: with many runs each has to be fetched.
  expect(read.filter((one) => !one.includes("USING COVERING INDEX verdict_"))).toEqual([]);
});
