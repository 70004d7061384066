import { spawn } from "node:child_process";
import { once } from "node:events";
import { expect, test } from "vitest";
import { ROOT } from "./root";

test("whatever was printed arrives at a slow reader, and then the code", async () => {
  const script = `const { leave } = require("./local/leave.ts");
    console.log("x".repeat(300_000)); console.error("y".repeat(300_000)); console.log("END"); leave(3);`;
  const child = spawn(process.execPath, ["--conditions=@roundtrip/source", "--import", "tsx", "-e", script], {
    cwd: ROOT,
  });
  const said = { out: "", err: "" };
  // Nobody reads before the pipes are full.
  child.stdout.once("readable", () =>
    setImmediate(() => child.stdout.on("data", (part) => (said.out += part))),
  );
  child.stderr.once("readable", () =>
    setImmediate(() => child.stderr.on("data", (part) => (said.err += part))),
  );
  const [code] = await once(child, "close");
  expect([code, said.out.length, said.out.endsWith("END\n"), said.err.length]).toEqual([
    3,
    300_005,
    true,
    300_001,
  ]);
});
