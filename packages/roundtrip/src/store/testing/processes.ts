import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import type { RunStore } from "#store/runs.js";

/** Evidence that was acknowledged, as "run evidence", and what of it the store does not hold. */
export interface Kept {
  acknowledged: string[];
  lost: string[];
}

/** Processes that write to a store, which is then asked for what they were told. */
export class Writers {
  readonly #running = new Set<ChildProcess>();

  /** @param file `testing-writer.ts`, as something that Node starts */
  constructor(private readonly file: string) {}

  killAll(): void {
    for (const child of this.#running) child.kill("SIGKILL");
  }

  /** A process of its own that writes once it is told to go; `lines` is what it has said was acknowledged. */
  async #writer(...args: (string | number)[]) {
    const child = spawn(process.execPath, [this.file, ...args.map(String)], {
      stdio: ["pipe", "pipe", "inherit"],
    });
    this.#running.add(child);
    const lines: string[] = [];
    const ended = once(child.stdout, "close").then(() => this.#running.delete(child));
    let onLine = (): void => undefined;
    createInterface({ input: child.stdout }).on("line", (line) => {
      lines.push(line);
      onLine();
    });
    const reach = (count: number) =>
      Promise.race([
        new Promise<void>((resolve) => {
          onLine = () => void (lines.length >= count && resolve());
          onLine();
        }),
        ended,
      ]);
    await reach(1);
    if (lines.shift() !== "ready") throw new Error("a writer ended before it was ready");
    return { child, lines, ended, reach, go: () => child.stdin.write("go\n") };
  }

  /** Two processes that do the same at one time; what they said. */
  async #two(...args: (string | number)[]): Promise<string[]> {
    const two = await Promise.all([1, 2].map(() => this.#writer(...args)));
    for (const { go } of two) go();
    await Promise.all(two.map(({ ended }) => ended));
    return two.flatMap(({ lines }) => lines);
  }

  /** Two processes append so many facts each. */
  async append(url: string, store: RunStore, count: number): Promise<Kept> {
    const acknowledged = await this.#two(url, "append", count);
    return { acknowledged, lost: await missingFrom(store, acknowledged) };
  }

  /** One process after another fires until it is killed, at another point each time; `unlisted` nobody would follow. */
  async kill(
    url: string,
    store: RunStore,
    kills: number,
    random: () => number,
  ): Promise<Kept & { unlisted: string[] }> {
    const acknowledged: string[] = [];
    for (let kill = 0; kill < kills; kill += 1) {
      const one = await this.#writer(url, "fire");
      one.go();
      await one.reach(1 + Math.floor(random() * 60));
      one.child.kill("SIGKILL");
      await one.ended;
      // A line that was cut off says nothing.
      acknowledged.push(...one.lines.filter((line) => /^[0-9a-f]{32} [0-9a-f-]{36}$/.test(line)));
    }
    const open = new Set(await store.open(1_000_000));
    return {
      acknowledged,
      lost: await missingFrom(store, acknowledged),
      unlisted: acknowledged.filter((line) => !open.has(line.slice(0, 32))),
    };
  }

  /** Two processes take from one budget, so often each; the milliseconds that each take was told to wait. */
  async take(url: string, count: number, perSecond: number, burst: number): Promise<number[]> {
    const lines = await this.#two(url, "take", count, perSecond, burst);
    return lines.flatMap((line) => JSON.parse(line) as number[]);
  }
}

/** Every "run evidence" line must be in the store. */
async function missingFrom(store: RunStore, lines: readonly string[]): Promise<string[]> {
  const kept = new Map<string, Set<string>>();
  for (const run of new Set(lines.map((line) => line.split(" ")[0] ?? ""))) {
    const stored = await store.load(run);
    kept.set(run, new Set(stored?.evidence.map((one) => one.id)));
  }
  return lines.filter((line) => {
    const [run = "", evidence = ""] = line.split(" ");
    return !kept.get(run)?.has(evidence);
  });
}
