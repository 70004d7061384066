import { chmod, chown, cp, mkdir, readFile } from "node:fs/promises";
import { join, relative, resolve } from "node:path";
import { firstLine, type Running, start } from "../processes";
import { ROOT } from "../root";

/** What the last stage of the Dockerfile makes of a build. */
export interface Image {
  copies: { from: string; to: string }[];
  env: Record<string, string>;
  /** Where the server may write. */
  writable: string[];
  user: string;
  port: number;
  /** Command and arguments. */
  command: string[];
  healthcheck: string[];
}

/** An image's files in a directory of their own. */
export interface LaidOut {
  image: Image;
  directory: string;
}

/** `node` in the official image. Only root can become somebody else; others run as themselves. */
const NODE_USER = process.getuid?.() === 0 ? { uid: 1000, gid: 1000 } : {};
/** Where both stages of the Dockerfile work. */
const WORKDIR = "/app";

/** Instructions, with continued lines joined and comments left out. */
export function instructions(dockerfile: string): { word: string; rest: string }[] {
  const text = dockerfile.replace(/^\s*#.*\n/gm, "").replace(/\\\n\s*/g, "");
  return [...text.matchAll(/^([A-Z]+)\s+(.+)$/gm)].map(([, word = "", rest = ""]) => ({ word, rest }));
}

/** @throws when the last stage says something that is not understood here: it would go untested */
export function readImage(dockerfile: string): Image {
  const all = instructions(dockerfile);
  const stage = all.slice(all.findLastIndex(({ word }) => word === "FROM") + 1);
  const image: Image = {
    copies: [],
    env: {},
    writable: [],
    user: "root",
    port: 0,
    command: [],
    healthcheck: [],
  };
  const copy = (rest: string) => {
    const [, from, to] = /^--from=build (\S+) (\S+)$/.exec(rest) ?? [];
    if (!from || !to) throw new Error(`Dockerfile: this COPY is not understood: ${rest}`);
    image.copies.push({ from: relative(WORKDIR, from), to });
  };
  const make = (rest: string) => {
    const [, made, owner, owned] = /^mkdir (\S+) && chown (\w+):\w+ (\S+)$/.exec(rest) ?? [];
    if (!made || made !== owned || owner !== "node")
      throw new Error(`Dockerfile: this RUN is not understood: ${rest}`);
    image.writable.push(made);
  };
  const check = (rest: string) => {
    image.healthcheck = JSON.parse(rest.slice(rest.indexOf("CMD ") + 4)) as string[];
  };
  const understood: Record<string, (rest: string) => void> = {
    COPY: copy,
    RUN: make,
    HEALTHCHECK: check,
    ENV: (rest) =>
      Object.assign(image.env, Object.fromEntries(rest.split(/\s+/).map((pair) => pair.split("=")))),
    USER: (rest) => Object.assign(image, { user: rest }),
    EXPOSE: (rest) => Object.assign(image, { port: Number(rest) }),
    CMD: (rest) => Object.assign(image, { command: JSON.parse(rest) }),
    WORKDIR: (rest) => {
      if (rest !== WORKDIR) throw new Error(`Dockerfile: the last stage works in ${rest}, not in ${WORKDIR}`);
    },
  };
  for (const { word, rest } of stage) {
    const read = understood[word];
    if (!read) throw new Error(`Dockerfile: ${word} is not understood`);
    read(rest);
  }
  return image;
}

/**
 * Lays the image's files out in an empty directory.
 * @param built where the build is
 */
export async function layOut(directory: string, built = ROOT): Promise<LaidOut> {
  const image = readImage(await readFile(join(ROOT, "Dockerfile"), "utf8"));
  await chmod(directory, 0o755);
  for (const path of image.writable) {
    await mkdir(join(directory, path), { recursive: true });
    if (NODE_USER.uid) await chown(join(directory, path), NODE_USER.uid, NODE_USER.gid);
  }
  for (const { from, to } of image.copies) {
    // What the Dockerfile's build deletes: the browser's maps hold the sources.
    const filter = (source: string) => !(from.endsWith("static") && source.endsWith(".map"));
    await cp(join(built, from), resolve(directory, to), { recursive: true, verbatimSymlinks: true, filter });
  }
  return { image, directory };
}

/** Runs the image's command as its user, with its variables and those given, and none of this machine's. */
export async function startImage(
  { image, directory }: LaidOut,
  port: number,
  env: Readonly<Record<string, string>>,
  log?: (line: string) => void,
): Promise<Running> {
  const [node, ...args] = image.command;
  if (node !== "node") throw new Error(`Dockerfile: CMD starts ${node}, not node`);
  const user = image.user === "root" ? {} : NODE_USER;
  const given = { ...image.env, ...env, HOSTNAME: "127.0.0.1", PORT: String(port) };
  const running = start("the image", args, given, log, { cwd: directory, ...user });
  await firstLine(running, (line) => (/Ready in/.test(line) ? true : null));
  return running;
}
