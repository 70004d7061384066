import { chmod, mkdtemp, readdir, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { createClient } from "@libsql/client";
import { afterEach, expect, test } from "vitest";
import { RETENTION_MS } from "#store/testing/stores.js";
import { openStore } from "./open.js";

const folders: string[] = [];
afterEach(() => Promise.all(folders.splice(0).map((one) => rm(one, { recursive: true, force: true }))));
async function folder(): Promise<string> {
  const made = await mkdtemp(join(tmpdir(), "roundtrip-private-"));
  folders.push(made);
  return made;
}
const mode = async (path: string) => ((await stat(path)).mode & 0o777).toString(8);

/** A store that has been written to, so that all its files are there. */
async function used(path: string): Promise<void> {
  const store = openStore(`file:${path}`, RETENTION_MS);
  await store.ping();
  await store.take("lookups", 1, 1, 1);
  const files = [path, `${path}-wal`, `${path}-shm`];
  for (const file of files) {
    const found = await stat(file).catch(() => null);
    if (found) expect(await mode(file), file).toBe("600");
  }
  expect(await mode(path)).toBe("600");
  await store.close();
}

test("a database that is made anew, and its folder, are its user's alone", async () => {
  const path = join(await folder(), ".data", "runs.db");
  await used(path);
  expect(await mode(dirname(path))).toBe("700");
});

test("a database that was open to others is closed to them", async () => {
  const path = join(await folder(), "runs.db");
  await writeFile(path, "");
  await chmod(path, 0o644);
  await used(path);
});

test("what lies beside a database that was open to others is closed to them, too", async () => {
  const path = join(await folder(), "runs.db");
  // Another process has it open, and has left what it wrote last beside it.
  const other = createClient({ url: `file:${path}` });
  await other.execute("PRAGMA journal_mode = WAL");
  await other.execute("CREATE TABLE other (id TEXT)");
  const files = [path, `${path}-wal`, `${path}-shm`];
  for (const file of files) await chmod(file, 0o644);
  await used(path);
  for (const file of files) expect(await mode(file), file).toBe("600");
  other.close();
});

test("a folder that was there before stays as it is", async () => {
  const home = await folder();
  await chmod(home, 0o755);
  await used(join(home, "runs.db"));
  expect(await mode(home)).toBe("755");
});

test.each(["file::memory:", "file::memory:?cache=shared"])(
  "a database in memory, %s, leaves no file behind",
  async (url) => {
    const home = await folder();
    const before = process.cwd();
    process.chdir(home);
    try {
      const store = openStore(url, RETENTION_MS);
      await store.ping();
      await store.close();
    } finally {
      process.chdir(before);
    }
    expect(await readdir(home)).toEqual([]);
  },
);
