import { type ChildProcess, spawn } from "node:child_process";
import { createServer } from "node:net";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { type Compiled, compiled } from "@/local/testing/commands";

const SOURCE = "packages/stand-ins/src/sentry/main.ts";
let command: Compiled;
beforeAll(async () => {
  command = await compiled(SOURCE);
});
afterAll(() => command.remove());

const children: ChildProcess[] = [];
afterEach(() => {
  for (const child of children.splice(0)) child.kill("SIGKILL");
});

function run(...args: string[]) {
  const child = spawn(process.execPath, [command.file(SOURCE), ...args], {
    stdio: "pipe",
  });
  children.push(child);
  let out = "";
  let err = "";
  child.stdout.on("data", (chunk) => {
    out += chunk;
  });
  child.stderr.on("data", (chunk) => {
    err += chunk;
  });
  const ended = new Promise<{ code: number | null; out: string; err: string }>((resolve) =>
    child.once("close", (code) => resolve({ code, out, err })),
  );
  const ready = new Promise<Record<string, string>>((resolve, reject) => {
    child.stdout.on("data", () => {
      if (out.includes("\n")) resolve(JSON.parse(out.split("\n")[0] ?? ""));
    });
    void ended.then(({ err: message }) => reject(new Error(message)));
  });
  // A test that waits for the end alone does not care that it never was ready.
  ready.catch(() => {});
  return { child, ended, ready };
}

describe("the command", () => {
  it("prints one JSON line when ready, answers there, and exits 0 on SIGTERM", async () => {
    const { child, ended, ready } = run(
      "--port",
      "0",
      "--json",
      "--org",
      "acme",
      "--project",
      "77",
      "--token",
      "t0ken",
    );
    const { url, dsn, ...rest } = await ready;
    expect(rest).toEqual({ org: "acme", project: "77", token: "t0ken", maps: null });
    expect(dsn).toMatch(/^http:\/\/[0-9a-f]{32}@127\.0\.0\.1:\d+\/77$/);
    const answer = await fetch(`${url}/api/0/projects/acme/77/`, {
      headers: { authorization: "Bearer t0ken" },
    });
    expect(answer.status).toBe(200);
    child.kill("SIGTERM");
    const { code, out } = await ended;
    expect(code).toBe(0);
    expect(out.trim().split("\n")).toHaveLength(1);
  });

  it("ends with its parent when told so", async () => {
    const { child, ended, ready } = run("--port", "0", "--json", "--with-parent");
    await ready;
    child.stdin?.end();
    expect((await ended).code).toBe(0);
  });

  it("exits 2 with a remedy when the port is taken", async () => {
    const other = createServer();
    await new Promise<void>((done) => other.listen(0, "127.0.0.1", done));
    const address = other.address();
    const port = String(typeof address === "object" && address ? address.port : 0);
    const { code, err } = await run("--port", port).ended;
    other.close();
    expect(code).toBe(2);
    expect(err).toContain(`Port ${port} is taken`);
    expect(err).toContain("--port");
  });

  it.each([
    [["--port", "many"], "--port"],
    [["--key", "short"], "key"],
    [["--project", "app"], "project"],
    [["--nonsense"], "--nonsense"],
  ])("exits 2 naming what is wrong with %j", async (args, named) => {
    const { code, err } = await run(...args).ended;
    expect(code).toBe(2);
    expect(err).toContain(named);
  });
});
