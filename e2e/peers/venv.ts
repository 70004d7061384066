import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { ROOT } from "@/local/root";

const HOME = join(ROOT, ".peers");
const VENV = join(HOME, "venv");
const REQUIREMENTS = join(import.meta.dirname, "requirements.txt");
/** What Bugsink asks for. */
const LEAST = [3, 10] as const;

export interface Venv {
  python: string;
  /** A program of the environment, such as `gunicorn`. */
  program(name: string): string;
}

/** Why a peer cannot be had here; the remedy is part of the sentence. */
export class Unavailable extends Error {}

/** A virtual environment with the pinned packages, made once for each state of `requirements.txt`. */
export async function openVenv(): Promise<Venv> {
  const wanted = await readFile(REQUIREMENTS, "utf8");
  const stamp = join(VENV, "requirements.txt");
  const venv = { python: join(VENV, "bin/python"), program: (name: string) => join(VENV, "bin", name) };
  if (existsSync(venv.python) && (await readFile(stamp, "utf8").catch(() => "")) === wanted) return venv;
  checkPython();
  console.error("Installing the pinned peers from PyPI into .peers/ (about half a minute, once) …");
  await rm(VENV, { recursive: true, force: true });
  await mkdir(HOME, { recursive: true });
  run(
    "python3",
    ["-m", "venv", VENV],
    "Python's venv module is missing (Debian: apt-get install python3-venv)",
  );
  const install = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "-r", REQUIREMENTS];
  run(venv.python, install, "pip could not install e2e/peers/requirements.txt");
  await writeFile(stamp, wanted);
  return venv;
}

function checkPython(): void {
  const asked = spawnSync("python3", ["-c", "import sys; print(*sys.version_info[:2])"], {
    encoding: "utf8",
  });
  if (asked.status !== 0) throw new Unavailable("there is no python3 here");
  const [major = 0, minor = 0] = asked.stdout.trim().split(" ").map(Number);
  if (major < LEAST[0] || (major === LEAST[0] && minor < LEAST[1]))
    throw new Unavailable(`python3 is ${major}.${minor}, and Bugsink needs ${LEAST.join(".")}`);
}

function run(program: string, args: string[], otherwise: string): void {
  const { status, stderr } = spawnSync(program, args, { encoding: "utf8" });
  if (status === 0) return;
  const last = stderr?.trim().split("\n").slice(-3).join("\n") ?? "";
  throw new Unavailable(`${otherwise}${last ? `:\n${last}` : ""}`);
}
