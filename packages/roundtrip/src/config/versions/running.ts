import * as Sentry from "@sentry/nextjs";
import { version as next } from "next/package.json";
import pino from "pino";
import { core } from "zod";
import type { Versions } from "#checks/versions.js";

/** The versions that run in this process, as the packages themselves say. */
export function runningVersions(): Versions {
  const { major, minor, patch } = core.version;
  return {
    next,
    "@sentry/nextjs": Sentry.SDK_VERSION,
    pino: pino.version,
    zod: `${major}.${minor}.${patch}`,
  };
}

export const pinoVersion = (): string => pino.version;
