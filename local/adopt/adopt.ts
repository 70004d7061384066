import { existsSync } from "node:fs";
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { ROOT } from "../root";
import { ADMIN_LAYOUT, LAYOUT, type Move, NAMED, PARTS, plan, ROUTES, rewritten } from "./plan";

export interface Adopted {
  /** Written, by their paths in the other app. */
  written: string[];
  /** The other app has its own: left as they are, ours beside them. */
  merge: { theirs: string; ours: string }[];
  /** Added to its package.json, in the versions that Roundtrip is tried with. */
  added: string[];
  /** It has these in another version. */
  other: string[];
}

type Manifest = Record<"dependencies" | "devDependencies", Record<string, string> | undefined>;

/** Why this directory cannot take Roundtrip; null when it can. */
async function objection(app: string): Promise<string | null> {
  if (!existsSync(join(app, "package.json")))
    return "there is no package.json: give the directory of a Next.js app";
  const base = ["", "src/"].find((one) => existsSync(join(app, `${one}app`)));
  if (base === undefined) return "there is no app/ or src/app/: the checks are routes of the App Router";
  if (existsSync(join(app, `${base}roundtrip`)))
    return `${base}roundtrip is there already: remove it to begin anew`;
  const tsconfig = await readFile(join(app, "tsconfig.json"), "utf8").catch(() => "");
  const alias = `"@/*": ["./${base}*"]`;
  if (!tsconfig.replace(/\s+/g, "").includes(alias.replace(/\s+/g, "")))
    return `tsconfig.json lacks "paths": { ${alias} }, by which the files import each other`;
  return null;
}

/**
 * Copies the checks, the page and what they stand on into another Next.js app. Overwrites nothing.
 * @throws Error that says what is in the way, before anything was written
 */
export async function adopt(app: string): Promise<Adopted> {
  const reason = await objection(app);
  if (reason !== null) throw new Error(reason);
  const base = existsSync(join(app, "app")) ? "" : "src/";
  const hasBoundary = ["tsx", "jsx", "js"].some((end) => existsSync(join(app, `${base}app/error.${end}`)));
  const moves = plan([...(await files([...PARTS, ...ROUTES])), ...NAMED], base, hasBoundary);
  const taken = moves.filter(({ from, to }) => !isNamed(from) && existsSync(join(app, to)));
  if (taken.length > 0) throw new Error(`there already: ${taken.map(({ to }) => to).join(", ")}`);
  const done: Adopted = { written: [], merge: [], added: [], other: [] };
  const write = async (to: string, text: string) => {
    await mkdir(dirname(join(app, to)), { recursive: true });
    await writeFile(join(app, to), text);
    done.written.push(to);
  };
  for (const move of moves) {
    const text = rewritten(move, await readFile(join(ROOT, move.from), "utf8"));
    const to = existsSync(join(app, move.to)) ? aside(move, base) : move.to;
    if (to !== move.to) done.merge.push({ theirs: move.to, ours: to });
    await write(to, text);
  }
  if (!existsSync(join(app, `${base}${ADMIN_LAYOUT}`))) await write(`${base}${ADMIN_LAYOUT}`, LAYOUT);
  else done.merge.push({ theirs: `${base}${ADMIN_LAYOUT}`, ours: "(import ./roundtrip.css in it)" });
  Object.assign(done, await dependencies(app, moves));
  return done;
}

const isNamed = (path: string) => NAMED.some((name) => name === path);
/** Not under its own name, or it would be compiled and not be reached. */
const aside = ({ from }: Move, base: string) => `${base}roundtrip/merge/${from}.txt`;

async function files(folders: readonly string[]): Promise<string[]> {
  const found = folders.map(async (folder) => {
    const entries = await readdir(join(ROOT, folder), { recursive: true, withFileTypes: true });
    return entries
      .filter((entry) => entry.isFile())
      .map((entry) =>
        join(entry.parentPath, entry.name)
          .slice(ROOT.length + 1)
          .replaceAll("\\", "/"),
      );
  });
  return (await Promise.all(found)).flat().sort();
}

/** Adds the packages that the copied files import. */
async function dependencies(app: string, moves: readonly Move[]): Promise<Pick<Adopted, "added" | "other">> {
  const ours = JSON.parse(await readFile(join(ROOT, "package.json"), "utf8")) as Manifest;
  const path = join(app, "package.json");
  const theirs = JSON.parse(await readFile(path, "utf8")) as Manifest;
  const texts = await Promise.all(moves.map(({ from }) => readFile(join(ROOT, from), "utf8")));
  const imported = new Set(
    texts.flatMap((text) =>
      [...text.matchAll(/(?:from|import)\s*\(?\s*"(@[\w-]+\/[\w-]+|[\w-]+)[/"]/g)].map(
        ([, name = ""]) => name,
      ),
    ),
  );
  const needed = Object.entries(ours.dependencies ?? {}).filter(([name]) => imported.has(name));
  const there = { ...theirs.devDependencies, ...theirs.dependencies };
  const missing = needed.filter(([name]) => !(name in there));
  const other = needed.filter(([name, version]) => name in there && there[name] !== version);
  theirs.dependencies = { ...theirs.dependencies, ...Object.fromEntries(missing) };
  await writeFile(path, `${JSON.stringify(theirs, null, 2)}\n`);
  return {
    added: missing.map(([name, version]) => `${name} ${version}`),
    other: other.map(([name, version]) => `${name} ${there[name]} (tried with ${version})`),
  };
}
