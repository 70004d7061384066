import { sources, type Tree } from "./tree.js";

/** A logger package, and the file that names it. */
export interface LoggerPackage {
  name: string;
  file: string;
}

const KNOWN = [
  "pino",
  "winston",
  "bunyan",
  "log4js",
  "consola",
  "tslog",
  "loglevel",
  "signale",
  "roarr",
  "npmlog",
  "loglayer",
  "next-axiom",
  "@logtape/logtape",
];
/** A package of the app's own monorepo, as @acme/logger, or one that puts a logger in the console's place. */
const BY_NAME = /(^|[/_.-])(logger|logging)$/;
const IMPORTED = new RegExp(`(?:\\bfrom|\\brequire\\(|\\bimport\\(?)\\s*["'](${KNOWN.join("|")})["']`);

/** @returns the logger package that the app asks for or imports; pino before any other, null where there is none */
export function loggerPackageOf(
  tree: Tree,
  declared: Readonly<Record<string, string>>,
): LoggerPackage | null {
  const names = Object.keys(declared);
  const name = KNOWN.find((one) => names.includes(one)) ?? names.find((one) => BY_NAME.test(one));
  if (name !== undefined) return { name, file: "package.json" };
  for (const file of sources(tree)) {
    const imported = IMPORTED.exec(tree.read(file) ?? "")?.[1];
    if (imported !== undefined) return { name: imported, file };
  }
  return null;
}
