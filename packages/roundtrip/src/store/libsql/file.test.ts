import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { isUnused } from "./file.js";

test("only a file that nobody has made is known to hold no run without a look", async () => {
  const folder = await mkdtemp(join(tmpdir(), "roundtrip-unused-"));
  try {
    const path = join(folder, "runs.db");
    expect(isUnused(`file:${path}`)).toBe(true);
    expect(isUnused(`file:${path}?mode=rwc`)).toBe(true);
    await writeFile(path, "");
    expect(isUnused(`file:${path}`)).toBe(false);
    expect(isUnused(`file:${path}?mode=rwc`)).toBe(false);
    for (const server of ["redis://127.0.0.1:6379", "rediss://cache.test", "libsql://db.test?authToken=x"])
      expect(isUnused(server)).toBe(false);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
