import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:http";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { until } from "#inngest/testing/server.js";
import { type Compiled, compiled } from "@/local/testing/commands";

const SOURCE = "packages/stand-ins/src/inngest/main.ts";
let command: Compiled;
beforeAll(async () => {
  command = await compiled(SOURCE);
});
afterAll(() => command.remove());

function start(...args: string[]): ChildProcess & { said: { out: string; err: string } } {
  const child = spawn(process.execPath, [command.file(SOURCE), ...args]);
  const said = { out: "", err: "" };
  child.stdout.on("data", (chunk) => {
    said.out += String(chunk);
  });
  child.stderr.on("data", (chunk) => {
    said.err += String(chunk);
  });
  onTestFinished(() => {
    child.kill("SIGKILL");
  });
  return Object.assign(child, { said });
}

async function exitCode(child: ChildProcess): Promise<number | null> {
  if (child.exitCode === null && child.signalCode === null) await once(child, "exit");
  return child.exitCode;
}

describe("the command", () => {
  it("prints one JSON line when ready, keeps its log off stdout, and ends on SIGTERM with 0", async () => {
    const child = start(
      "--port",
      "0",
      "--json",
      "--signing-key",
      "signkey-test-abab",
      "--event-key",
      "local-key",
    );
    const line = await until(() => child.said.out.includes("\n") && child.said.out);
    const ready = JSON.parse(line);
    expect(ready).toEqual({
      url: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/),
      eventKey: "local-key",
      signingKey: "signkey-test-abab",
      app: null,
    });
    expect((await fetch(`${ready.url}/e/local-key`, { method: "POST", body: '{"name":"x"}' })).status).toBe(
      200,
    );
    await until(() => child.said.err.includes("event x"));
    child.kill("SIGTERM");
    expect(await exitCode(child)).toBe(0);
    expect(child.said.out).toBe(line);
  });

  it("ends with 2 and a remedy when the port is taken", async () => {
    const holder = createServer().listen(0, "127.0.0.1");
    await once(holder, "listening");
    onTestFinished(() => {
      holder.close();
    });
    const address = holder.address();
    const port = typeof address === "object" ? address?.port : 0;
    const child = start("--port", String(port));
    expect(await exitCode(child)).toBe(2);
    expect(child.said.err).toContain(`Port ${port} is taken`);
    expect(child.said.err).toContain("--port");
  });

  it.each([
    [["--port", "many"], "port"],
    [["--signing-key", "secret"], "signing key must look like"],
    [["--backoff-ms", "1s"], "backoff-ms"],
    [["--app", "localhost"], "app"],
    [["--nonsense"], "nonsense"],
  ])("ends with 2 on %j and names it", async (args, message) => {
    const child = start(...args);
    expect(await exitCode(child)).toBe(2);
    expect(child.said.err).toContain(message);
    expect(child.said.err).not.toContain('"secret"');
  });

  it("with --with-parent, ends with 0 when its stdin closes", async () => {
    const child = start("--port", "0", "--json", "--with-parent");
    await until(() => child.said.out.includes("\n"));
    child.stdin?.end();
    expect(await exitCode(child)).toBe(0);
  });
});
