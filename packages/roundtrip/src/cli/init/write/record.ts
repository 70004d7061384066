import { createHash } from "node:crypto";
import { posix } from "node:path";
import { z } from "zod";
import { CannotRun } from "#cli/errors.js";
import type { Tree } from "#cli/init/look/tree.js";

/** Where `init` keeps what it did, so that it can be undone: committed with the app. */
export const RECORD = ".roundtrip/init.json";

/** A pull request may bring a record: it names files of this folder, and packages, and nothing else. */
const PathSchema = z
  .string()
  .refine(
    (path) => path !== "" && !/[\\\0]/.test(path) && !/^(\/|\.\.(\/|$)|[a-z]:)/i.test(posix.normalize(path)),
    "must be a path in this folder",
  );
const PackageSchema = z
  .string()
  .regex(/^(?:@[a-z0-9][\w.-]*\/)?[a-z0-9][\w.-]*$/i, "must be the name of a package");

const WrittenSchema = z.object({
  /** Hash of each file's text, by its path. */
  created: z.record(PathSchema, z.string()).readonly().default({}),
  /** The text before, and a hash of the text after. */
  edited: z
    .record(PathSchema, z.object({ before: z.string(), after: z.string() }))
    .readonly()
    .default({}),
  /** What the owner asked for by name: a later init keeps to it. */
  checks: z.array(z.string()).readonly().optional(),
  ignores: z.string().optional(),
  /** Packages that the app did not have. */
  installed: z.array(PackageSchema).readonly().default([]),
  /** Hashes of the lock file and package.json as they were before and after the installation. */
  manifests: z
    .record(PathSchema, z.object({ before: z.string(), after: z.string() }))
    .readonly()
    .default({}),
});
export type Written = z.infer<typeof WrittenSchema>;

export const NOTHING: Written = { created: {}, edited: {}, installed: [], manifests: {} };

export const hashOf = (text: string): string => createHash("sha256").update(text).digest("hex").slice(0, 16);

/**
 * @returns null where init has never run
 * @throws CannotRun where what is there is no record
 */
export function recordOf(tree: Tree): Written | null {
  const text = tree.read(RECORD);
  if (text === null) return null;
  const parsed = WrittenSchema.safeParse(jsonOf(text));
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new CannotRun(
    `${RECORD} is not as init writes it (${issue?.path.join(".") || "its text"}: ${issue?.message}). Take the version that init wrote back from git.`,
  );
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

export const recordText = (written: Written): string => `${JSON.stringify(written, null, 2)}\n`;
