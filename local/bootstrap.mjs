// Any command may be the first after a clone: needs nothing but Node and npm, installs what is missing, hands over.
import { spawn, spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const root = resolve(dirname(fileURLToPath(import.meta.url)), "..");
process.chdir(root);
const [task, ...rest] = process.argv.slice(2);
const [major, minor] = process.versions.node.split(".").map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  console.error(`Roundtrip needs Node 20.19 or newer; this is ${process.version}.`);
  process.exit(2);
}

/** Every direct dependency is there in the version that the lock file names. */
function isInstalled() {
  const { packages } = JSON.parse(readFileSync("package-lock.json", "utf8"));
  const { dependencies, devDependencies } = packages[""];
  return Object.keys({ ...dependencies, ...devDependencies }).every((name) => {
    const manifest = `node_modules/${name}/package.json`;
    if (!existsSync(manifest)) return false;
    return JSON.parse(readFileSync(manifest, "utf8")).version === packages[`node_modules/${name}`]?.version;
  });
}

if (!isInstalled()) {
  console.error("Installing what package-lock.json names (about a minute, once) …");
  // stdout belongs to the command; Windows' npm is a script, which only a shell can start.
  const how = { stdio: ["ignore", 2, 2], shell: process.platform === "win32" };
  const { status, error } = spawnSync("npm", ["ci", "--no-audit", "--no-fund"], how);
  if (status !== 0) {
    console.error(error ? `npm could not be started (${error.code}).` : "npm ci failed; it says why above.");
    process.exit(2);
  }
}

const commands = {
  demo: ["--import", "tsx", "local/demo.ts", ...rest],
  test: ["--import", "tsx", "local/suites/main.ts", "test", ...rest],
  "test:all": ["--import", "tsx", "local/suites/main.ts", "test:all", ...rest],
  sabotage: ["--import", "tsx", "e2e/sabotage/main.ts", ...rest],
  soak: ["--import", "tsx", "e2e/soak/main.ts", ...rest],
  peers: ["--import", "tsx", "e2e/peers/main.ts", ...rest],
  local: ["--import", "tsx", "local/local.ts", ...rest],
  verify: ["--import", "tsx", "cli/main.ts", "verify", ...rest],
  doctor: ["--import", "tsx", "cli/main.ts", "doctor", ...rest],
  sync: ["--import", "tsx", "cli/main.ts", "sync", ...rest],
  adopt: ["--import", "tsx", "local/adopt/main.ts", ...rest],
  bom: ["--import", "tsx", "local/bom.ts", ...rest],
  bench: ["--import", "tsx", "bench/main.ts", ...rest],
  "build:cli": ["--import", "tsx", "cli/build-main.ts", ...rest],
  "test:adopt": ["--import", "tsx", "e2e/adopt/main.ts", ...rest],
};
// For scripts that then run a program of somebody else.
if (task === "install") process.exit(0);
const args = commands[task];
if (!args) {
  console.error(`usage: node local/bootstrap.mjs <install|${Object.keys(commands).join("|")}>`);
  process.exit(2);
}
const child = spawn(process.execPath, args, { stdio: "inherit" });
// A terminal's Ctrl-C reaches the child as well; this process only waits for it to end everything.
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal));
// npm hands a signal to its shell, which dies of it and tells nobody: then we have another parent.
const parent = process.ppid;
if (process.env.npm_lifecycle_event)
  setInterval(() => process.ppid === parent || child.kill("SIGTERM"), 250).unref();
child.on("exit", (code, signal) => process.exit(code ?? (signal === "SIGINT" ? 130 : 1)));
