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
    const { link, version } = packages[`node_modules/${name}`] ?? {};
    // A package of this repository is linked, and always the one that is here.
    return link || JSON.parse(readFileSync(manifest, "utf8")).version === version;
  });
}

/** Runs what may be silent for minutes, and says meanwhile that it goes on. */
function patiently(what, program, args, how) {
  return new Promise((ended) => {
    const from = performance.now();
    const beat = setInterval(() => {
      console.error(`… still ${what} (${Math.round((performance.now() - from) / 1_000)} s)`);
    }, 5_000);
    const end = (status, error) => {
      clearInterval(beat);
      ended({ status, error });
    };
    const child = spawn(program, args, how);
    child.once("error", (error) => end(null, error));
    child.once("exit", (status) => end(status));
  });
}

if (!isInstalled()) {
  console.error("Installing what package-lock.json names (about a minute, once) …");
  // stdout belongs to the command; Windows' npm is a script, which only a shell can start.
  const how = { stdio: ["ignore", 2, 2], shell: process.platform === "win32" };
  const { status, error } = await patiently("installing", "npm", ["ci", "--no-audit", "--no-fund"], how);
  if (status !== 0) {
    console.error(error ? `npm could not be started (${error.code}).` : "npm ci failed; it says why above.");
    process.exit(2);
  }
}

/** The repository's own tools run from source; what users get runs as it is built. */
const TSX = ["--conditions=@roundtrip/source", "--import", "tsx"];
const CLI = "packages/roundtrip/dist/cli/roundtrip.mjs";
const commands = {
  demo: [...TSX, "local/demo.ts", ...rest],
  test: [...TSX, "local/suites/main.ts", "test", ...rest],
  "test:all": [...TSX, "local/suites/main.ts", "test:all", ...rest],
  sabotage: [...TSX, "e2e/sabotage/main.ts", ...rest],
  soak: [...TSX, "e2e/soak/main.ts", ...rest],
  peers: [...TSX, "e2e/peers/main.ts", ...rest],
  hosts: [...TSX, "e2e/hosts/main.ts", ...rest],
  versions: [...TSX, "e2e/versions/main.ts", ...rest],
  local: [...TSX, "local/local.ts", ...rest],
  verify: [CLI, "verify", ...rest],
  doctor: [CLI, "doctor", ...rest],
  sync: [CLI, "sync", ...rest],
  packed: [...TSX, "local/packed/main.ts", ...rest],
  api: [...TSX, "local/api/main.ts", ...rest],
  structure: [...TSX, "local/structure/main.ts", ...rest],
  docs: [...TSX, "docs/generate.ts", ...rest],
  "docs:record": [...TSX, "docs/record.ts", ...rest],
  "docs:pictures": [...TSX, "docs/pictures.ts", ...rest],
  bom: [...TSX, "local/bom/main.ts", ...rest],
  bench: [...TSX, "bench/main.ts", ...rest],
};
// For scripts that then run a program of somebody else.
if (task === "install") process.exit(0);
const builder = [...TSX, "local/packages/main.ts"];
// Only looks, most of the time; where it has to build it says by itself that it goes on.
const { status: built } = spawnSync(process.execPath, builder, { stdio: "inherit" });
if (built !== 0) process.exit(2);
if (task === "packages") process.exit(0);
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
