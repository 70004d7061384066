import { readFileSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { CATALOGUE, DEFAULT_CHECKS } from "#checks/catalogue.js";
import type { Check, Content, PartSpec } from "#checks/check.js";
import { UNPROVEN } from "#checks/unproven.js";
import { remediesOfOthers } from "#verdict/causes/backends/words.js";
import { CAUSES, type CauseCode } from "#verdict/causes/catalogue.js";
import { meaningOfCause } from "#verdict/causes/verdicts.js";
import { AFTERWARDS, STAGE_MEANINGS } from "#verdict/stage-meanings.js";
import { stepsOf } from "#verdict/text/commands.js";

const ROOT = resolve(import.meta.dirname, "..");
const NOTE =
  "<!-- Written by docs/generate.ts from packages/roundtrip/src: change it there, then run npm run docs. -->";
const SECTION = /(<!-- checks: [^\n]*-->\n)[\s\S]*?(<!-- \/checks -->)/;

const row = (cells: readonly string[]) => `| ${cells.map((one) => one.replaceAll("|", "\\|")).join(" | ")} |`;
const table = (head: readonly string[], rows: readonly (readonly string[])[]) =>
  [row(head), `|${head.map(() => "---").join("|")}|`, ...rows.map(row)].join("\n");

/** What to do, with each command once, in a block that can be copied. */
const todo = (label: string, remedy: string): string =>
  stepsOf(`**${label}:** ${remedy}`)
    .map(({ words, command }) => words + (command ? `\n\n\`\`\`sh\n${command}\n\`\`\`` : ""))
    .join("\n\n");

/** One line a stage: its causes, each a link to its place below. */
const index = (): string =>
  Object.keys(STAGE_MEANINGS)
    .map((stage) => {
      const codes = Object.entries(CAUSES).filter(([, one]) => one.stage === stage);
      return `- **[${stage}](#${stage})**: ${codes.map(([code]) => `[${code}](#${code})`).join(", ")}`;
    })
    .join("\n");

const onOthers = (code: CauseCode): string =>
  remediesOfOthers(code)
    .map(([name, own]) => `\n\n${todo(`Do this, on ${name}`, own)}`)
    .join("");

export function causesPage(): string {
  const entries = Object.entries(CAUSES);
  const sections = Object.entries(STAGE_MEANINGS).map(([stage, meaning]) => {
    const causes = entries
      .filter(([, one]) => one.stage === stage)
      .map(
        ([code, { summary, remedy }]) =>
          `### \`${code}\`\n\n*${meaningOfCause(code as CauseCode)}.* ${summary}\n\n${todo("Do this", remedy)}${onOthers(code as CauseCode)}`,
      );
    return `## ${stage}\n\n${meaning}\n\n${causes.join("\n\n")}`;
  });
  return `${NOTE}

# Causes

Every verdict but a plain pass has a cause: a code, the stage it belongs to, what happened, and what to do. Words in
braces are filled with facts of the run. The app serves the same text at \`/admin/sentry/causes\`; verdicts on the page,
in the API, the CLI and alerts link there.

${AFTERWARDS}

${index()}

${sections.join("\n\n")}
`;
}

const EXPECTED: Readonly<Record<PartSpec["expect"], string>> = {
  stored: "hold it",
  absent: "not hold it",
  unreported: "hold no report of it",
  traced: "hold them, or none at a rate of 0",
};

/** The error's type, and that of its cause where the event must have one. */
function typesOf({ type, cause, within }: Content): string {
  const [own, linked] = within ? [within.type, type] : [type, cause];
  return linked ? `\`${own}\`, caused by \`${linked}\`` : `\`${own}\``;
}

const parts = (check: Check): string =>
  table(
    ["event", "Sentry must", "type", "handled", "mechanism", "runtime", "raised in"],
    check.parts.map(({ role, expect, content }: PartSpec) => [
      role,
      EXPECTED[expect],
      typesOf(content),
      String(content.handled),
      `\`${content.mechanism}\``,
      content.runtime === "server" ? "node or edge" : content.runtime,
      content.source ? `\`${content.source}\`` : "",
    ]),
  );

function checkSection(check: Check): string {
  const cost = check.events === 1 ? "one event" : `${check.events} events`;
  const lines = check.parts.flatMap(({ content }) =>
    content.data
      ? [`Extra data: \`${content.data.path}\` must be \`${JSON.stringify(content.data.value)}\`.`]
      : [],
  );
  // Two events of a check may have to carry the same.
  const data = [...new Set(lines)];
  const facts = [
    check.page
      ? `A browser raises its errors, so \`${check.path}\` answers ${check.answers} and fires nothing: press its button on \`/admin/sentry\`, or run \`roundtrip verify --checks ${check.name}\` where there is a Chromium. A run costs ${cost} in Sentry.`
      : `\`${check.path}\` answers ${check.answers}. A run costs ${cost} in Sentry.`,
    ...(check.tracing
      ? ["Above a trace sample rate of 0 it also costs spans, which have a quota of their own."]
      : []),
    ...(check.aliases.length > 0 ? [`Also at ${check.aliases.map((one) => `\`${one}\``).join(", ")}.`] : []),
    ...(DEFAULT_CHECKS.includes(check.name) ? [] : ["Fired only when it is named."]),
  ];
  return [
    `## \`${check.name}\``,
    `**${check.title}.** ${check.raises}`,
    `**Sentry must hold:** ${check.holds}`,
    facts.join(" "),
    ...data,
    parts(check),
  ].join("\n\n");
}

export function checksPage(): string {
  return `${NOTE}

# Checks

A check is one failure raised on purpose in one place, with an expectation of what Sentry ends up holding. Its main
event has the run's own id; another event of the run has an id derived from it, the first 32 hex digits of
\`sha256(RUN:EVENT)\`.

Of each event that must be stored, these are compared, and must be equal: event id, message, type, release,
environment, handled, mechanism, runtime, the tags \`check\`, \`check.run\` and \`commit_tag\`, the trace id (where
the firing had a trace; of a browser's event it is the page load's), the type of its cause and the extra data, where there are some. Where
webpack builds the app, the mechanism may be that of the function which the SDK puts around the place, such as
\`auto.function.nextjs.route_handler\`. Where captureConsoleIntegration reports an uncaught error first, it is
\`auto.core.capture_console\`, and so it is of \`sentry-extra\` in an app that logs to the console; there the integration's
option says whether what is logged counts as handled. It must have been received after the firing. An
in-app frame should name the original source file, with line and source text; without source maps it cannot, and the
run passes with a warning that says why: [\`source_maps_none\`](causes.md#source_maps_none),
[\`source_maps_other_build\`](causes.md#source_maps_other_build),
[\`source_maps_no_debug_ids\`](causes.md#source_maps_no_debug_ids),
[\`source_map_missing\`](causes.md#source_map_missing),
[\`source_elsewhere\`](causes.md#source_elsewhere), or, where Sentry does not tell,
[\`source_not_original\`](causes.md#source_not_original). Where no file is named below,
no frame of the event could name one.

${CATALOGUE.map(checkSection).join("\n\n")}

${unproven()}
`;
}

const unproven = (): string => `## Places without a check

A pass speaks of the places above: ${CATALOGUE.map(({ title }) => title).join(", ")}. These have no check, so that nothing
proves that an error there reaches Sentry:

${table(
  ["place", "what becomes of an error there, as far as it was tried"],
  UNPROVEN.map(({ place, fate }) => [place, fate]),
)}`;

/** The README's table of checks; the rest of that page is written by hand. */
export function withChecks(readme: string): string {
  if (!SECTION.test(readme)) throw new Error("README.md has lost the comments around its table of checks");
  const rows = CATALOGUE.map((check) => [
    [check.path, ...check.aliases].map((one) => `\`${one}\``).join("<br>"),
    check.raises,
    check.holds,
    String(check.answers),
    DEFAULT_CHECKS.includes(check.name) ? "yes" : "",
  ]);
  const head = ["path", "raises", "Sentry must hold", "answers", "by default"];
  return readme.replace(
    SECTION,
    (_all, open: string, close: string) => `${open}${table(head, rows)}\n${close}`,
  );
}

/** Every generated page by its path from the repository's root. */
export const pages = (): Record<string, string> => ({
  "docs/causes.md": causesPage(),
  "docs/checks.md": checksPage(),
  "README.md": withChecks(readFileSync(resolve(ROOT, "README.md"), "utf8")),
});

if (process.argv[1] === import.meta.filename) {
  for (const [path, text] of Object.entries(pages())) {
    writeFileSync(resolve(ROOT, path), text);
    console.log(`wrote ${path}`);
  }
}
