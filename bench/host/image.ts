import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { freePort } from "#stand-ins/port.js";
import { type LaidOut, layOut, startImage } from "@/local/image/lay-out";
import { type Figure, figure } from "../figure";

const STARTS = 7;

/**
 * The image's files on their own: what they weigh (without Node and the system below it), and how long from
 * starting the process to the first answer.
 */
export async function image(): Promise<Figure[]> {
  const directory = await mkdtemp(join(tmpdir(), "roundtrip-bench-image-"));
  try {
    const laid = await layOut(directory);
    const size = await weight(directory);
    const starts: number[] = [];
    for (let i = 0; i < STARTS; i += 1) starts.push(await startOnce(laid));
    return [
      figure("size of the standalone output and its assets", "MB", [size]),
      figure("  from its start to the first healthy answer", "ms", starts),
    ];
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

/** MB (10^6 bytes) of file contents, as du counts them. */
async function weight(directory: string): Promise<number> {
  const { stdout } = await promisify(execFile)("du", ["-sb", directory]);
  return Number.parseInt(stdout, 10) / 1e6;
}

async function startOnce(laid: LaidOut): Promise<number> {
  const port = await freePort();
  const began = performance.now();
  const running = await startImage(laid, port, {});
  try {
    const response = await fetch(`http://127.0.0.1:${port}/api/health/live`);
    if (!response.ok) throw new Error(`the image answered ${response.status}`);
    return performance.now() - began;
  } finally {
    await running.stop();
  }
}
