import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { createClient } from "@libsql/client";
import { PAGES, ROUTES } from "#next/addresses.js";
import { ROOT } from "@/local/root";
import type { Stack } from "@/local/stack";
import { control } from "../stack/client";
import { hostileRequests } from "./requests";
import { peakDuring } from "./resident";
import { type HostileRequest, sendAll } from "./send";

/** What came of so many hostile requests to Roundtrip's own addresses. */
export interface Assault {
  statuses: ReadonlyMap<number, number>;
  /** Requests without an answer, or with an error's. A health answer's 503 is none. */
  failed: string[];
  /** Bytes that the app held at most, beyond what it held before. */
  grownBytes: number;
  /** Rows of the store, in any table, that were not there before. */
  newRows: string[];
  events: number;
  lines: number;
}

const RUN = "01a2071388e076938897a782d26598ce";
/** What answers below a route or a page that takes whatever is there. */
const BELOW: readonly (readonly [string, readonly string[]])[] = [
  ["/api/health/[...roundtrip]", ROUTES],
  ["/admin/sentry/[[...roundtrip]]", PAGES],
];

function pathsOf(pattern: string): string[] {
  const [, below = []] = BELOW.find(([catchAll]) => catchAll === pattern) ?? [];
  if (below.length === 0 && pattern.includes("[...")) throw new Error(`what answers below ${pattern}?`);
  const base = pattern.replace(/\/\[+\.\.\.[^/]*$/, "");
  const all = below.length === 0 ? [pattern] : below.map((path) => `${base}/${path}`);
  return all.map((path) => path.replace(/\[[^\]]+\]|\*/g, RUN).replace(/\/$/, ""));
}

/** Roundtrip's own addresses of this build, from Next's own manifest: a new route is covered as it is built. */
export async function ownPaths(): Promise<string[]> {
  const manifest = JSON.parse(
    await readFile(join(ROOT, ".next", "app-path-routes-manifest.json"), "utf8"),
  ) as Record<string, string>;
  return [...new Set(Object.values(manifest))]
    .filter((path) => /^\/(api|admin)\//.test(path))
    .flatMap(pathsOf);
}

/** Each row that the store has, by its table and primary key: old ones may go at any time, which no count may hide. */
async function rowsOf(url: string): Promise<ReadonlySet<string>> {
  // The app writes at the same time.
  const client = createClient({ url, timeout: 5_000 });
  try {
    const { rows } = await client.execute(
      `SELECT t.name, coalesce(group_concat('quote("' || c.name || '")', ' || '','' || '), 'rowid') AS key
       FROM sqlite_master t LEFT JOIN pragma_table_info(t.name) c ON c.pk > 0 WHERE t.type = 'table' GROUP BY t.name`,
    );
    const keys = await Promise.all(
      rows.map(({ name, key }) => client.execute(`SELECT '${name}' || ' ' || ${key} AS row FROM "${name}"`)),
    );
    return new Set(keys.flatMap((table) => table.rows.map(({ row }) => String(row))));
  } finally {
    client.close();
  }
}

/** @param lines how many lines the app has printed so far */
export async function assault(
  stack: Stack,
  {
    paths,
    count,
    seed,
    lines,
  }: { paths: readonly string[]; count: number; seed: number; lines: () => number },
): Promise<Assault> {
  const statuses = new Map<number, number>();
  const failed: string[] = [];
  const events = async () =>
    (await control<{ eventsStored: number }>(stack.sentry.url, "stats")).eventsStored;
  const before = { rows: await rowsOf(stack.env.STORE_URL ?? ""), events: await events(), lines: lines() };
  const { idle, peak } = await peakDuring(stack.app.child.pid ?? 0, () =>
    sendAll(stack.url, hostileRequests(paths, count, seed), (request, answer) => {
      const status = answer?.status ?? 0;
      statuses.set(status, (statuses.get(status) ?? 0) + 1);
      const isHealth = status === 503 && answer?.type === "application/health+json";
      if ((status === 0 || status >= 500) && !isHealth) failed.push(`${status} ${written(request)}`);
    }),
  );
  return {
    statuses,
    failed,
    grownBytes: peak - idle,
    newRows: [...(await rowsOf(stack.env.STORE_URL ?? ""))].filter((row) => !before.rows.has(row)),
    events: (await events()) - before.events,
    lines: lines() - before.lines,
  };
}

const written = ({ method, path, headers, body }: HostileRequest): string =>
  `${method} ${path} ${JSON.stringify(headers).slice(0, 300)} ${body === null ? "" : JSON.stringify(body.slice(0, 80))}`;

export const told = ({ statuses, grownBytes, newRows, events, lines }: Assault): string => {
  const table = [...statuses].sort(([a], [b]) => a - b).map(([status, count]) => `${status}: ${count}`);
  const mb = Math.round(grownBytes / 1024 / 1024);
  return `${table.join(", ")}; ${mb} MB more, ${newRows.length} new rows, ${events} events, ${lines} lines of log`;
};
