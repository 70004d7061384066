import type { Files } from "#cli/init/testing/hosts.js";

/** One way to break a host that its build need not know of, and what must be said of it. */
export interface Break {
  title: string;
  /** Variables that the app is started with. */
  env: Readonly<Record<string, string>>;
  /** What `verify` says of the check, which is `sentry` if none is named; or the doctor's finding. */
  check?: string;
  cause?: string;
  finding?: string;
}

/** A host that is made by a script, and entered by `init` alone. */
export interface Host {
  name: string;
  /** What it has that others have not, for the table of what is supported. */
  has: string;
  /** True where CI runs it. */
  ci?: true;
  /** The checks that it can take; none where init refuses it. */
  checks: readonly string[];
  /** Those that are fired only where they are named. */
  named?: readonly string[];
  /** What it has more than a fresh app. */
  packages?: readonly string[];
  files?: Files;
  /** Files and folders of the fresh app that it has not. */
  gone?: readonly string[];
  /** Changes to the texts of files that the fresh app has. */
  changed?: Readonly<Record<string, (text: string) => string>>;
  /** Where it is below its address. */
  basePath?: string;
  /** As Inngest calls it, below the base path. */
  inngest?: string;
  /** A page that is made when the app is built, and stays so. */
  isStatic?: boolean;
  /** Installed by pnpm, whose node_modules hold what package.json names alone; by npm otherwise. */
  pnpm?: true;
  /** A workspace of a monorepo: `apps/shop`, with the lock file and most of node_modules above it. */
  workspace?: true;
  /** Started as what `output: "standalone"` makes. */
  standalone?: true;
  /** Words behind `init`. */
  words?: readonly string[];
  /**
   * Files of the owner's for which init prints lines, each with what the owner makes of it: those lines go in, and nothing
   * else.
   */
  printed?: Readonly<Record<string, (text: string, lines: readonly string[]) => string>>;
  /** Texts of the owner's that a file still has when init has edited it. */
  keeps?: Readonly<Record<string, readonly string[]>>;
  /** Files that the package manager writes anew, and that `init --remove` names as left to the owner. */
  left?: readonly string[];
  /** Words behind `next build`. */
  build?: readonly string[];
  /** A script of its package.json, as its own CI runs it: builds too, and is green before init and after. */
  pipeline?: string;
  /** The warning with which each check passes here, where the fault is not the host's to mend. */
  warned?: string;
  breaks?: readonly Break[];
  /** A scheduler calls its canary: it has no Inngest. */
  scheduled?: true;
  /** Also run by a host that stops the process after each answer, as Vercel may, over Redis: the app needs ioredis. */
  stopped?: true;
  /** What init says where it refuses. */
  refused?: RegExp;
}
