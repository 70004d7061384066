import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { expect, test } from "vitest";
import { ROOT } from "../root";

const isRunning = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

test("what a killed process has started ends with it", async () => {
  const script = `const { start } = require("./local/processes.ts");
    const running = start("a server", ["-e", "setInterval(() => {}, 1000); console.log('up')"], process.env, () => console.log(running.child.pid));`;
  const parent = spawn(process.execPath, ["--import", "tsx", "-e", script], {
    cwd: ROOT,
    stdio: ["ignore", "pipe", "inherit"],
  });
  const [line] = await once(createInterface({ input: parent.stdout }), "line");
  const pid = Number(line);
  try {
    expect(isRunning(pid)).toBe(true);
    const ended = once(parent, "exit");
    parent.kill("SIGKILL");
    await ended;
    await expect.poll(() => isRunning(pid), { timeout: 60_000 }).toBe(false);
  } finally {
    if (isRunning(pid)) process.kill(pid, "SIGKILL");
  }
});
