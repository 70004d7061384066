import { createHash } from "node:crypto";
import type { Tree } from "#cli/init/look/tree.js";

/** Where `init` keeps what it did, so that it can be undone: committed with the app. */
export const RECORD = ".roundtrip/init.json";

export interface Written {
  /** Hash of each file's text, by its path. */
  created: Readonly<Record<string, string>>;
  /** The text before, and a hash of the text after. */
  edited: Readonly<Record<string, { before: string; after: string }>>;
  /** Packages that the app did not have. */
  installed: readonly string[];
  /** Hashes of the lock file and package.json as they were before and after the installation. */
  manifests: Readonly<Record<string, { before: string; after: string }>>;
}

export const NOTHING: Written = { created: {}, edited: {}, installed: [], manifests: {} };

export const hashOf = (text: string): string => createHash("sha256").update(text).digest("hex").slice(0, 16);

/** @returns null where init has never run, or what it kept cannot be read */
export function recordOf(tree: Tree): Written | null {
  const text = tree.read(RECORD);
  if (text === null) return null;
  try {
    return { ...NOTHING, ...(JSON.parse(text) as Partial<Written>) };
  } catch {
    return null;
  }
}

export const recordText = (written: Written): string => `${JSON.stringify(written, null, 2)}\n`;
