import type { ParseArgsConfig } from "node:util";
import { MOUNT } from "#checks/mount/addresses.js";
import type { VerifyOptions } from "#cli/verify/run.js";
import { CannotRun } from "./errors.js";
import { parseOptions } from "./options.js";
import type { Shell } from "./shell.js";

export interface VerifyArgs {
  help: boolean;
  options: VerifyOptions;
  json: boolean;
  junit: string | null;
  quiet: boolean;
}

const OPTIONS = {
  url: { type: "string" },
  api: { type: "string" },
  token: { type: "string" },
  checks: { type: "string", multiple: true },
  canary: { type: "boolean" },
  wait: { type: "string" },
  "expect-release": { type: "string" },
  "expect-environment": { type: "string" },
  "wait-for-release": { type: "string" },
  "wait-release-timeout": { type: "string" },
  json: { type: "boolean" },
  junit: { type: "string" },
  quiet: { type: "boolean", short: "q" },
  help: { type: "boolean", short: "h" },
} as const satisfies ParseArgsConfig["options"];

/** What a caller says of a firing, and a scheduler does not. */
const FIRED_AS_ASKED = ["checks", "expect-release", "expect-environment", "wait-for-release"] as const;
const MAX_WAIT = 3600;
const MAX_RELEASE_TIMEOUT = 24 * 3600;

/** @throws CannotRun naming the option; its message never repeats a value that may be the token */
export function parseVerifyArgs(argv: readonly string[], env: Shell["env"]): VerifyArgs {
  const values = parseOptions(argv, OPTIONS, "roundtrip verify").values;
  const help = values.help ?? false;
  const options: VerifyOptions = {
    url: help ? "" : address(values.url),
    api: apiOf(values.api),
    token: tokenOf(values.token, env),
    checks: names(values.checks),
    canary: values.canary ?? false,
    wait: seconds("--wait", values.wait, MAX_WAIT),
    expectRelease: filled("--expect-release", values["expect-release"], 250),
    expectEnvironment: filled("--expect-environment", values["expect-environment"], 64),
    waitForRelease: filled("--wait-for-release", values["wait-for-release"], 250),
    waitReleaseTimeout: seconds(
      "--wait-release-timeout",
      values["wait-release-timeout"],
      MAX_RELEASE_TIMEOUT,
    ),
  };
  if (options.canary && FIRED_AS_ASKED.some((name) => values[name] !== undefined))
    throw new CannotRun(
      `--canary: fires what CANARY_CHECKS names in the app, as the app expects it. Leave out ${FIRED_AS_ASKED.map((name) => `--${name}`).join(", ")}.`,
    );
  const junit = filled("--junit", values.junit, 4096) ?? null;
  return { help, options, json: values.json ?? false, junit, quiet: values.quiet ?? false };
}

export function address(value: string | undefined): string {
  if (!value)
    throw new CannotRun("--url: is missing. Give the address of the deployed app: --url https://app.example");
  const url = URL.canParse(value) ? new URL(value) : null;
  if (url?.protocol !== "http:" && url?.protocol !== "https:")
    throw new CannotRun("--url: is not an http(s) address. Write it whole: --url https://app.example");
  if (url.username || url.password)
    throw new CannotRun("--url: must not hold a user name or password. Put the token into ADMIN_TOKEN.");
  if (url.search || url.hash)
    throw new CannotRun("--url: must not hold a query or fragment. Give the app's address alone.");
  return url.href.replace(/\/+$/, "");
}

/** Where the app has the API, if it is mounted elsewhere. */
export function apiOf(value: string | undefined): string {
  if (value === undefined) return MOUNT.api;
  if (!/^(\/[\w.~-]+)+$/.test(value))
    throw new CannotRun(
      "--api: is not a path below the app's address. Write it as in next.config: --api /internal/health",
    );
  return value;
}

/** The token as it was given: as an option, else in the environment. */
export const tokenOf = (given: string | undefined, env: Shell["env"]): string | null =>
  token(given, "--token") ?? token(env.ADMIN_TOKEN, "ADMIN_TOKEN");

/** White space around a token is what a file or a pasted secret brings along. */
function token(value: string | undefined, field: string): string | null {
  const trimmed = value?.trim();
  if (!trimmed) return null;
  if (!/^[\x21-\x7e]+$/.test(trimmed))
    throw new CannotRun(
      `${field}: holds characters that no token has. Copy it again, without quotes and line breaks.`,
    );
  return trimmed;
}

function names(values: readonly string[] | undefined): string[] | undefined {
  if (!values) return undefined;
  const list = values
    .join(",")
    .split(",")
    .map((name) => name.trim())
    .filter(Boolean);
  if (list.length === 0)
    throw new CannotRun("--checks: is empty. Name checks, as in --checks sentry,sentry-extra");
  const odd = list.find((name) => !/^[a-z0-9][a-z0-9-]{0,63}$/.test(name));
  if (odd !== undefined)
    throw new CannotRun(
      "--checks: a name has lower-case letters, digits and dashes, as in sentry,sentry-extra",
    );
  return list;
}

function seconds(field: string, value: string | undefined, max: number): number | undefined {
  if (value === undefined) return undefined;
  const number = /^\d+(\.\d+)?$/.test(value.trim()) ? Number(value) : Number.NaN;
  if (!(number <= max)) throw new CannotRun(`${field}: must be seconds from 0 to ${max}, as in ${field} 60`);
  return number;
}

function filled(field: string, value: string | undefined, max: number): string | undefined {
  if (value === undefined) return undefined;
  const trimmed = value.trim();
  if (!trimmed) throw new CannotRun(`${field}: is empty. Give a value, or leave the option out.`);
  if (trimmed.length > max) throw new CannotRun(`${field}: is longer than ${max} characters.`);
  return trimmed;
}
