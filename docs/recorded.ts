import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { text } from "node:stream/consumers";
import { z } from "zod";
import type { Stack } from "@/local/stack";

const ROOT = resolve(import.meta.dirname, "..");
const BLOCK = /(<!-- run: ([a-z-]+) -->\n)([\s\S]*?)(<!-- \/run -->)/g;
/** Of a long list an example shows this many, and says how many more there are. */
const SHOWN = 2;

/** The pages that show what a real run printed or answered. */
export const RECORDED_PAGES = ["README.md", "docs/api.md", "docs/command.md", "docs/verdicts.md"] as const;
export const readPage = (page: string): string => readFileSync(resolve(ROOT, page), "utf8");

const fence = (language: string, body: string) => `\`\`\`${language}\n${body.trimEnd()}\n\`\`\`\n`;
const json = (value: unknown) => fence("json", JSON.stringify(value, null, 1).replace(/\n */g, " "));

/** The blocks of a page by their names, as the page shows them. */
export const blocksOf = (page: string): Record<string, string> =>
  Object.fromEntries([...page.matchAll(BLOCK)].map(([, , name = "", body = ""]) => [name, body]));

/** Puts what was recorded into a page's blocks; a block that nothing was recorded for is an error. */
export const withRecorded = (page: string, recorded: Readonly<Record<string, string>>): string =>
  page.replace(BLOCK, (_all, open: string, name: string, _body: string, close: string) => {
    const body = recorded[name];
    if (body === undefined) throw new Error(`nothing was recorded for the example ${name}`);
    return `${open}${body}${close}`;
  });

/** Everything that differs from one healthy run to the next: ids, times, durations, ports, the table's padding. */
export const masked = (block: string): string =>
  block
    .replace(/\b[0-9a-f]{32}\b/g, "ID")
    .replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, "TIME")
    .replace(/127\.0\.0\.1:\d+/g, "HOST")
    .replace(/issues\/\d+/g, "issues/N")
    .replace(/("(?:latencyMs|observedValue)": ?)\d+/g, "$1N")
    .replace(/\b\d+(\.\d+)? (ms|s|min)\b/g, "DURATION")
    .replace(/ {2,}/g, " ");

async function verify(stack: Stack, ...args: string[]): Promise<string> {
  const child = spawn(
    process.execPath,
    ["packages/roundtrip/dist/cli/roundtrip.mjs", "verify", "--url", stack.url, ...args],
    {
      cwd: ROOT,
      env: { ...process.env, ADMIN_TOKEN: stack.token, NO_COLOR: "1", GITHUB_ACTIONS: "", FORCE_COLOR: "" },
      stdio: ["ignore", "pipe", "ignore"],
    },
  );
  const printed = await text(child.stdout);
  // What goes before the table is progress, whose lines come in the order of the moment.
  return printed.slice(Math.max(0, printed.indexOf("CHECK ")));
}

async function ask(stack: Stack, path: string, body?: unknown): Promise<unknown> {
  const response = await fetch(`${stack.url}${path}`, {
    method: body === undefined ? "GET" : "POST",
    headers: { authorization: `Bearer ${stack.token}`, "content-type": "application/json" },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return response.json();
}

async function tell(stack: Stack, verb: string, body: unknown, method = "PUT"): Promise<void> {
  const response = await fetch(`${stack.sentry.url}/_control/${verb}`, {
    method,
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`${verb}: the local Sentry answered ${response.status}`);
}

const Fired = z.looseObject({ run: z.string(), href: z.string() });
const Run = z.looseObject({ stages: z.array(z.unknown()), expectations: z.array(z.unknown()) });

/** A run with its two long lists cut, each with a comment that counts what is left out. */
function shortened(answer: unknown): string {
  const run = Run.parse(answer);
  const cut = (rows: readonly unknown[]) => [
    ...rows.slice(0, SHOWN).map((row) => JSON.stringify(row)),
    ...(rows.length > SHOWN ? [`// ${rows.length - SHOWN} more`] : []),
  ];
  const lines = Object.entries(run).map(([name, value]) => {
    if (name !== "stages" && name !== "expectations")
      return ` ${JSON.stringify(name)}: ${JSON.stringify(value)},`;
    const rows = cut(run[name]).map((row, i) => `  ${row}${i < SHOWN - 1 ? "," : ""}`);
    return ` ${JSON.stringify(name)}: [\n${rows.join("\n")}\n ],`;
  });
  return fence("jsonc", `{\n${lines.join("\n").replace(/,$/, "")}\n}`);
}

/** What the API answers to somebody who fires and follows by hand. */
async function answers(stack: Stack): Promise<Record<string, string>> {
  const fired = Fired.parse(await ask(stack, "/api/health/sentry-extra"));
  const run = await ask(stack, `${fired.href}?wait=60`);
  const verified = await ask(stack, "/api/health/sentry/verify", {
    checks: ["sentry", "sentry-extra", "sentry-inngest", "sentry-inngest-ignored"],
    wait: 60,
  });
  const two = z.looseObject({ checks: z.record(z.string(), z.unknown()) }).parse(verified);
  const { sentry } = two.checks;
  const status = await fetch(`${stack.url}/api/health/sentry/status`);
  return {
    fired: json(fired),
    run: shortened(run),
    verified: json({ ...two, checks: { sentry } }),
    status: json(await status.json()),
  };
}

/**
 * Runs every example of the docs against a running stack, and answers its text by the name of its block.
 * Restarts the app once, with a deadline that an example can wait for.
 */
export async function record(stack: Stack): Promise<Record<string, string>> {
  const fourChecks = await verify(stack);
  const byHand = await answers(stack);
  await tell(stack, "alter", [{ path: "environment", value: "production" }]);
  const wrongEnvironment = await verify(stack, "--checks", "sentry");
  await tell(stack, "reset", {}, "POST");
  await stack.restart({ RUN_DEADLINE_SECONDS: "5" });
  await tell(stack, "ingest", { mode: "drop" });
  const notStored = await verify(stack, "--checks", "sentry");
  await tell(stack, "reset", {}, "POST");
  return {
    ...byHand,
    "four-checks": fence("text", fourChecks),
    "wrong-environment": fence("text", wrongEnvironment),
    "not-stored": fence("text", notStored),
  };
}
