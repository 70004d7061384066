import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { type Built, builtCommand, type Started } from "#cli/testing/process.js";
import { ROOT } from "@/local/root";

/** As much of an app as the command looks at; what it starts is a server that says where it listens, as Next.js does. */
const SERVER = `
const { createServer } = require("node:http");
const server = createServer((_, response) => response.end("app"));
server.listen(0, "127.0.0.1", () => {
  const origin = "http://127.0.0.1:" + server.address().port;
  console.log("env " + JSON.stringify(process.env));
  console.log("   - Local:        \\u001b[1m" + origin + "\\u001b[22m");
});
process.on("SIGTERM", () => { console.log("ending"); server.close(() => process.exit(7)); });
`;
const PATIENCE = { timeout: 60_000 };

let built: Built;
const folders: string[] = [];
beforeAll(async () => {
  built = await builtCommand();
});
afterAll(async () => {
  await built?.remove();
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

function app({ inngest = false, standIns = true, env = "", lock = "", config = "" } = {}): string {
  const folder = mkdtempSync(join(tmpdir(), "roundtrip-local-"));
  folders.push(folder);
  const dependencies = inngest ? { inngest: "4.24.0" } : {};
  writeFileSync(join(folder, "package.json"), JSON.stringify({ name: "shop", dependencies }));
  writeFileSync(join(folder, "server.cjs"), SERVER);
  if (env) writeFileSync(join(folder, ".env.local"), env);
  if (config) writeFileSync(join(folder, "next.config.ts"), config);
  if (lock) writeFileSync(join(folder, lock), "");
  mkdirSync(join(folder, "node_modules/@roundtrip"), { recursive: true });
  if (standIns)
    symlinkSync(join(ROOT, "packages/stand-ins"), join(folder, "node_modules/@roundtrip/stand-ins"));
  return folder;
}

const local = (folder: string, command: readonly string[], env: Record<string, string> = {}) =>
  built.start(["local", ...command], env, folder);
const started = (folder: string, env: Record<string, string> = {}) =>
  local(folder, ["--", process.execPath, "server.cjs"], env);

/** What it has written once that holds `part`. */
function written(
  { child }: Pick<Started, "child">,
  stream: "stdout" | "stderr",
  part: string | RegExp,
): Promise<string> {
  let text = "";
  child[stream].on("data", (more: string) => {
    text += more;
  });
  return vi.waitFor(() => {
    if (typeof part === "string" ? !text.includes(part) : !part.test(text)) throw new Error(text);
    return text;
  }, PATIENCE);
}

const variablesIn = (text: string) =>
  JSON.parse(/^env (.*)$/m.exec(text)?.[1] ?? "{}") as Record<string, string>;
const answers = (url: string) =>
  fetch(url).then(
    () => true,
    () => false,
  );

test("the command has the variables of two stand-ins that are up, and both end with it, as does its child", async () => {
  const running = started(app({ inngest: true }), { SENTRY_DSN: "https://real@sentry.example/1" });
  const [out, said] = await Promise.all([
    written(running, "stdout", "Local:"),
    written(running, "stderr", "verify --url"),
  ]);
  const env = variablesIn(out);
  const { SENTRY_URL = "", INNGEST_BASE_URL = "", SENTRY_DSN = "" } = env;
  expect(SENTRY_DSN).toContain(new URL(SENTRY_URL).host);
  expect(env).toMatchObject({
    NEXT_PUBLIC_SENTRY_DSN: SENTRY_DSN,
    SENTRY_ORG: "local",
    SENTRY_AUTH_TOKEN: "",
    APP_URL: "",
    INNGEST_DEV: "0",
    INNGEST_SYNC_ON_START: "true",
  });
  const origin = /http:\/\/127\.0\.0\.1:\d+/.exec(/Local:.*/.exec(out)?.[0] ?? "")?.[0] ?? "";
  expect(said).toContain(`the checks are at ${origin}/admin/sentry/sign-in#token=${env.ADMIN_TOKEN}\n`);
  expect(said).toContain(`ADMIN_TOKEN=${env.ADMIN_TOKEN} npx @roundtrip/next verify --url ${origin}\n`);
  const places = [origin, SENTRY_URL, INNGEST_BASE_URL];
  expect(await Promise.all(places.map(answers))).toEqual([true, true, true]);
  running.child.kill("SIGTERM");
  const { code, stdout } = await running.done;
  expect(stdout).toContain("ending");
  expect(code).toBe(7);
  expect(await Promise.all(places.map(answers))).toEqual([false, false, false]);
});

test.each([
  [
    "a base path",
    'export default withRoundtrip({ basePath: "/shop" });',
    "/shop/admin/sentry/sign-in",
    "/shop",
  ],
  [
    "slashes and mount points of its own",
    'const next: NextConfig = { trailingSlash: true };\nexport default withRoundtrip(next, { mount: { pages: "/ops", api: "/internal/health" } });',
    "/ops/sign-in/",
    " --api /internal/health",
  ],
])("the addresses it names are those of an app with %s", async (_title, config, page, target) => {
  const running = started(app({ config }));
  const said = await written(running, "stderr", /verify --url .*\n/);
  const [, origin = ""] = /the checks are at (http:\/\/127\.0\.0\.1:\d+)/.exec(said) ?? [];
  expect(said).toContain(`the checks are at ${origin}${page}#token=`);
  expect(said).toContain(` verify --url ${origin}${target}\n`);
  running.child.kill("SIGTERM");
  await running.done;
});

test("the local Sentry has the source maps of the app in this folder", async () => {
  const folder = app();
  const id = "11111111-1111-4111-8111-111111111111";
  mkdirSync(join(folder, ".next/server"), { recursive: true });
  const map = { version: 3, sources: ["app/a.ts"], sourcesContent: [""], names: [], mappings: "AAAA" };
  writeFileSync(
    join(folder, ".next/server/a.js"),
    `throw 1\n//# sourceMappingURL=a.js.map\n//# debugId=${id}\n`,
  );
  writeFileSync(join(folder, ".next/server/a.js.map"), JSON.stringify(map));
  const running = started(folder);
  const env = variablesIn(await written(running, "stdout", "env "));
  const { SENTRY_URL, SENTRY_ORG, SENTRY_API_TOKEN, SENTRY_DSN = "" } = env;
  const project = new URL(SENTRY_DSN).pathname.slice(1);
  const uploadsOf = async (debugId: string) => {
    const at = `${SENTRY_URL}/api/0/projects/${SENTRY_ORG}/${project}/artifact-lookup/?debug_id=${debugId}`;
    const response = await fetch(at, { headers: { authorization: `Bearer ${SENTRY_API_TOKEN}` } });
    return response.json();
  };
  expect(await uploadsOf(id)).toMatchObject([{ type: "bundle" }]);
  expect(await uploadsOf(id.replaceAll("1", "2"))).toEqual([]);
  running.child.kill("SIGTERM");
  await running.done;
});

test("an app without Inngest is given none", async () => {
  const running = started(app());
  const said = written(running, "stderr", "verify --url");
  const env = variablesIn(await written(running, "stdout", "Local:"));
  expect(Object.keys(env).filter((name) => name.startsWith("INNGEST"))).toEqual([]);
  expect(await said).not.toContain("the local Inngest");
  running.child.kill("SIGTERM");
  await running.done;
});

test.each([
  ["its own exit code", "process.exit(3)", 3],
  ["none but success", "", 0],
  ["a signal", "process.kill(process.pid, 'SIGKILL')", 137],
])("a command that ends by itself ends it all, with %s", async (_how, script, expected) => {
  const { code } = await local(app(), ["--", process.execPath, "-e", script]).done;
  expect(code).toBe(expected);
});

test("a signal is handed on once, and what the command has started in turn ends with it", async () => {
  const grandchild = `process.on("SIGINT", () => console.log("heard")); setInterval(() => {}, 1000); console.log("up");`;
  const parent = `require("node:child_process").spawn(process.execPath, ["-e", ${JSON.stringify(grandchild)}], { stdio: "inherit" });
    process.on("SIGINT", () => { console.log("asked"); setTimeout(() => process.exit(5), 500); });`;
  const running = local(app(), [process.execPath, "-e", parent]);
  await written(running, "stdout", "up");
  // As when somebody presses Ctrl-C, and npm hands on what the terminal has sent already.
  running.child.kill("SIGINT");
  await written(running, "stdout", "asked");
  running.child.kill("SIGINT");
  const { code, stdout } = await running.done;
  expect(stdout.match(/heard|asked/g)?.sort()).toEqual(["asked", "heard"]);
  expect(code).toBe(5);
});

test("where npx has started it, and is gone, it ends all the same", async () => {
  const folder = app();
  const npx = `const { spawn } = require("node:child_process");
    spawn(process.execPath, ${JSON.stringify([built.command, "local", "--", process.execPath, "server.cjs"])}, { stdio: "inherit" });`;
  const parent = spawn(process.execPath, ["-e", npx], {
    cwd: folder,
    env: { ...process.env, npm_command: "exec" },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const closed = once(parent, "close");
  const out = await written({ child: parent }, "stdout", "Local:");
  parent.kill("SIGKILL");
  // The pipes close with the last process that holds them.
  await closed;
  expect(await answers(variablesIn(out).SENTRY_URL ?? "")).toBe(false);
});

test("an app's own secrets stay, wherever they are set", async () => {
  const folder = app({ env: "ADMIN_TOKEN=from-a-file-of-the-app-0123456789abcdef\n" });
  const running = started(folder, { SESSION_SECRET: "from-the-environment-0123456789abcdef" });
  const said = written(running, "stderr", "verify --url");
  const env = variablesIn(await written(running, "stdout", "Local:"));
  expect([env.ADMIN_TOKEN, env.SESSION_SECRET]).toEqual([undefined, "from-the-environment-0123456789abcdef"]);
  expect(await said).toMatch(/sign-in\n/);
  running.child.kill("SIGTERM");
  await running.done;
});

test.each([
  [
    "without the package",
    { standIns: false },
    ["--", "true"],
    /not installed here.*npm install --save-dev @/,
  ],
  [
    "without the package, in an app of pnpm's",
    { standIns: false, lock: "pnpm-lock.yaml" },
    ["--", "true"],
    /pnpm add -D @roundtrip\/stand-ins/,
  ],
  ["without a command", {}, [], /needs the command that starts the app/],
  ["with nothing after the dashes", {}, ["--"], /needs the command that starts the app/],
  [
    "with an option that nobody knows",
    {},
    ["--port", "1", "--", "true"],
    /--port.*See: roundtrip local --help/,
  ],
  [
    "with a program that there is not",
    {},
    ["--", "no-such-program"],
    /no-such-program cannot be started \(ENOENT\)/,
  ],
])("%s it says in one line what to do", async (_how, made, argv, sentence) => {
  const { code, stdout, stderr } = await local(app(made), argv).done;
  expect([code, stdout]).toEqual([2, ""]);
  expect(stderr.trim().split("\n").at(-1)).toMatch(/^roundtrip local: /);
  expect(stderr).toMatch(sentence);
});

test("outside an app it says so", async () => {
  const folder = mkdtempSync(join(tmpdir(), "roundtrip-local-"));
  folders.push(folder);
  const { code, stderr } = await local(folder, ["--", "true"]).done;
  expect([code, stderr]).toEqual([
    2,
    "roundtrip local: There is no package.json here. Run it in the folder of the app.\n",
  ]);
});
