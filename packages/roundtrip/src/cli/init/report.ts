import { type Paint, plainLines } from "#cli/text.js";
import { counted } from "#verdict/text/plural.js";
import { RUN } from "./install/manager.js";
import type { Host } from "./look/host.js";
import { linesFor } from "./look/proxy.js";
import { diffOf } from "./write/diff.js";
import type { Change, Plan } from "./write/plan.js";
import type { Removal } from "./write/remove.js";

const paths = (changes: readonly { path: string }[]): string =>
  changes.map(({ path }) => `  ${path}`).join("\n");
const block = (title: string, lines: string): string[] => (lines ? [`${title}\n${lines}`] : []);
const isNew = ({ before }: Change): boolean => before === null;

/** How much of ours lies in the host: what is new, and what came into the host's own files. */
function sizeOf(changes: readonly Change[]): { files: number; lines: number } {
  const added = (change: Change) =>
    diffOf(change)
      .split("\n")
      .filter((line) => line.startsWith("+") && !line.startsWith("+++")).length;
  return { files: changes.filter(isNew).length, lines: changes.reduce((sum, one) => sum + added(one), 0) };
}

const leftOut = ({ leftOut }: Plan): string =>
  leftOut.map(({ check, why }) => `  ${check}: ${why}`).join("\n");

/** What will be done. */
export function planned({ changes, install, checks, ...plan }: Plan, paint: Paint): string {
  const coloured = (line: string) =>
    line.startsWith("+") ? paint("green", line) : line.startsWith("-") ? paint("red", line) : line;
  const diffs = changes.map((change) => plainLines(diffOf(change)).split("\n").map(coloured).join("\n"));
  const rest = [
    `Checks: ${checks.join(", ")}`,
    ...block("Left out:", leftOut({ changes, install, checks, ...plan })),
    ...block("New files:", paths(changes.filter(isNew))),
    ...block("Changed files:", paths(changes.filter((one) => !isNew(one)))),
    ...(install.length > 0 ? [`To install: ${install.join(", ")}`] : []),
  ];
  return [...diffs, ...rest.map(plainLines)].join("\n\n");
}

function variables({ changes, checks }: Plan): string {
  const inngest = checks.some((name) => name.startsWith("sentry-inngest"));
  const browser = changes.some(({ path }) => path.includes("instrumentation-client."));
  return [
    "  SENTRY_DSN              where events go",
    ...(browser ? ["  NEXT_PUBLIC_SENTRY_DSN  the same for browsers, when the app is built"] : []),
    "  SENTRY_ORG              your organisation's slug",
    "  SENTRY_API_TOKEN        reads events back: project:read, event:read, org:read",
    "  ADMIN_TOKEN             at least 32 characters: openssl rand -base64 32",
    ...(inngest ? ["  INNGEST_SIGNING_KEY     of your Inngest, with INNGEST_EVENT_KEY"] : []),
  ].join("\n");
}

/** An account is not needed to see it work. */
const trial = (host: Host, run: string): string =>
  `Or try it without an account, beside a local Sentry${"inngest" in (host.manifest?.declared ?? {}) ? " and a local Inngest" : ""} (needs @roundtrip/stand-ins):\n  ${run} local -- ${host.manager} run dev`;

const passing = ({ proxy, config }: Host, checks: readonly string[]): string[] =>
  block(
    `${proxy?.path}: where it redirects or guards every address, ${proxy?.request === null ? "wrap what it exports" : "begin its function with this"}, so that Roundtrip's own pass:`,
    proxy
      ? linesFor(proxy, config.mount, checks)
          .map((line) => `  ${line}`)
          .join("\n")
      : "",
  );

/**
 * What was done, what the app needs now, and what is next: one screen.
 * @param isInstalled false where the owner installs
 */
export function done(host: Host, plan: Plan, isInstalled: boolean): string {
  const { changes, install, checks } = plan;
  const { files, lines } = sizeOf(changes);
  const run = RUN[host.manager];
  const said = [
    `Roundtrip is in: ${counted(files, "new file")}, ${counted(lines, "line")}, ${counted(checks.length, "check")} (${checks.join(", ")}).`,
    ...block("Changed files:", paths(changes.filter((one) => !isNew(one)))),
    ...(install.length > 0
      ? [`${isInstalled ? "Installed" : "Install yourself"}: ${install.join(", ")}`]
      : []),
    ...block("Left out, until you add what is missing:", leftOut(plan)),
    ...block("Change yourself:", plan.byHand.map((line) => `  ${line}`).join("\n")),
    ...passing(host, checks),
    `Set where the app runs:\n${variables(plan)}`,
    `Next:\n  ${host.manager} run build, and start the app\n  ADMIN_TOKEN=… ${run} verify --url http://localhost:3000${host.config.basePath}`,
    trial(host, run),
    `Commit it with .roundtrip/init.json; ${run} init --remove undoes all of it.`,
  ];
  return plainLines(said.join("\n\n"));
}

export function removed({ gone, changed, left }: Removal, differs: readonly string[]): string {
  const said = [
    ...block("Deleted:", paths(gone.map((path) => ({ path })))),
    ...block("Changed back:", paths(changed)),
    ...block("Left for you:", [...left, ...differs].map((line) => `  ${line}`).join("\n")),
  ];
  return plainLines(said.join("\n\n"));
}
