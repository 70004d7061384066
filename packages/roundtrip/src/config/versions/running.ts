import * as Sentry from "@sentry/nextjs";
import nextManifest from "next/package.json" with { type: "json" };
import { core } from "zod";
import type { Versions } from "#checks/versions.js";
import { asksFor, installedVersions } from "./installed.js";

/** The versions of what runs in every process, as the packages themselves say. */
export function runningVersions(): Versions {
  const { major, minor, patch } = core.version;
  return {
    next: nextManifest.version,
    "@sentry/nextjs": Sentry.SDK_VERSION,
    zod: `${major}.${minor}.${patch}`,
  };
}

let pino: string | null = null;

/** Read from where it is installed, since an app need not have pino; undefined where it has none. */
export function pinoVersion(): string | undefined {
  pino ??= installedVersions(process.cwd()).pino ?? null;
  return pino ?? undefined;
}

let asked: boolean | null = null;

/** Another package may have brought the installed pino: then what the app logs need not go through it. */
export function asksForPino(): boolean {
  asked ??= asksFor(process.cwd(), "pino");
  return asked;
}
