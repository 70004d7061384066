import { readdir, readFile } from "node:fs/promises";

const NS_PER_MS = 1e6;

/** Milliseconds of CPU that all threads of a process have had, by the scheduler's own account (Linux). */
export async function cpuOf(pid: number): Promise<number> {
  const threads = await readdir(`/proc/${pid}/task`).catch(() => {
    throw new Error("CPU time is read from /proc, which this system does not have");
  });
  const times = await Promise.all(
    threads.map(async (thread) => {
      // A thread may have ended since: what it had is lost to both sides alike.
      const text = await readFile(`/proc/${pid}/task/${thread}/schedstat`, "utf8").catch(() => "0");
      return Number(text.split(" ")[0]) / NS_PER_MS;
    }),
  );
  return times.reduce((sum, one) => sum + one, 0);
}
