import type { Outcome } from "./steps";

const sizeOf = (said: string): [files: string, lines: string] => {
  const [, files = "", lines = ""] = /(\d+) new files?, (\d+) lines?/.exec(said) ?? [];
  return [files, lines];
};

/** Host × outcome, files, lines, seconds. */
export function tableOf(outcomes: readonly Outcome[]): string {
  const rows = outcomes.map((one) => [
    one.host.name,
    one.passed ? (one.host.refused ? "refused" : "passed") : "FAILED",
    ...sizeOf(one.said),
    String(one.seconds),
  ]);
  const all = [["host", "outcome", "files", "lines", "seconds"], ...rows];
  const widths = (all[0] ?? []).map((_, at) => Math.max(...all.map((row) => row[at]?.length ?? 0)));
  return all
    .map((row) =>
      row
        .map((cell, at) => cell.padEnd(widths[at] ?? 0))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}

const rowOf = (one: Outcome): string => {
  const [files, lines] = sizeOf(one.said);
  const { warned } = one.host;
  const warning = warned ? `, with the warning [\`${warned}\`](causes.md#${warned})` : "";
  const proven = one.host.refused
    ? one.said.replace(/^roundtrip init: /, "").trim()
    : `${[...one.host.checks, ...(one.host.named ?? [])].join(", ")}${warning}; ${files} new files, ${lines} lines`;
  return `| ${one.host.name} | ${one.host.has} | ${one.host.refused ? "refused" : "supported"} | ${proven} |`;
};

/**
 * docs/hosts.md with what was proven now; the rows of other hosts stay as they are.
 * @param before the page as it is
 * @param order of the rows
 */
export function docsOf(outcomes: readonly Outcome[], before: string, order: readonly string[]): string {
  const known = before.split("\n").map((line) => [/^\| ([\w-]+) \|/.exec(line)?.[1] ?? "", line] as const);
  const now = outcomes.filter(({ passed }) => passed).map((one) => [one.host.name, rowOf(one)] as const);
  const rows = new Map([...known, ...now]);
  return `# Supported and refused

Written by \`npm run test:hosts -- --write\`. Each host is an app that create-next-app writes, changed by a script, entered by
\`roundtrip init\` alone, built, linted, verified with all checks that it can take, and left again without a line of
Roundtrip's. Where it has a Sentry of its own, that is broken on purpose, and the verdict must name the cause.

| host | what it has | outcome | proven |
|---|---|---|---|
${order.flatMap((name) => rows.get(name) ?? []).join("\n")}
`;
}
