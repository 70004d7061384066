import { mkdir, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { parseVerifyArgs, type VerifyArgs } from "#cli/args.js";
import { findChromium } from "#cli/browser/chromium.js";
import type { Command } from "#cli/command.js";
import { CannotRun } from "#cli/errors.js";
import { failureSaid } from "#cli/failure.js";
import { annotationError, annotations } from "#cli/report/annotations.js";
import { type Human, human, warnOfPlainHttp } from "#cli/report/human.js";
import { exitCodeOf, json, jsonError } from "#cli/report/json.js";
import { junit, junitError } from "#cli/report/junit.js";
import { table } from "#cli/report/table.js";
import type { Shell } from "#cli/shell.js";
import { jsonLine } from "#cli/text.js";
import { VERIFY_HELP } from "./help.js";
import { liveProgress } from "./live.js";
import { plainProgress } from "./progress.js";
import { type Reporter, type VerifyResult, verify } from "./run.js";

export const verifyCommand: Command = {
  name: "verify",
  summary: "fire checks at a deployed app and tell whether Sentry holds the errors",
  async run(argv, shell) {
    // The arguments may be what is wrong, and a pipeline that asked for JSON still reads JSON.
    const wantsJson = argv.includes("--json");
    let junitFile: string | null = null;
    try {
      const args = parseVerifyArgs(argv, shell.env);
      if (args.help) {
        shell.stdout.write(VERIFY_HELP);
        return 0;
      }
      if (args.junit) await saveJunit(args.junit, junitError("verify did not finish", new Date()));
      junitFile = args.junit;
      const reader = human(shell, args.json);
      const result = await follow(args, shell, reader);
      await publish(args, result, shell, reader);
      return exitCodeOf(result);
    } catch (error) {
      const message = failureSaid(error);
      shell.stderr.write(`roundtrip verify: ${message}\n`);
      if (shell.env.GITHUB_ACTIONS === "true") shell.stderr.write(`${annotationError(message)}\n`);
      if (wantsJson) shell.stdout.write(`${jsonLine(jsonError(message))}\n`);
      if (junitFile) await saveJunit(junitFile, junitError(message, new Date())).catch(() => {});
      return 2;
    }
  },
};

async function follow(
  args: VerifyArgs,
  shell: Shell,
  { stream, terminal, look, say }: Human,
): Promise<VerifyResult> {
  const options = { ...args.options, clock: shell.clock, chromium: findChromium(shell.env) };
  if (args.quiet) return verify(options);
  warnOfPlainHttp(shell, options.url, options.token);
  if (!terminal)
    return verify(
      options,
      plainProgress(say, (line) => shell.stderr.write(`${line}\n`)),
    );
  const live = liveProgress(stream, look.paint);
  try {
    return await verify(options, live.report satisfies Reporter);
  } finally {
    live.stop();
  }
}

async function publish(
  args: VerifyArgs,
  result: VerifyResult,
  shell: Shell,
  { look, say }: Human,
): Promise<void> {
  const shown = args.quiet ? result.checks.filter((one) => one.verdict !== "pass") : result.checks;
  if (shown.length > 0) say(`${args.quiet ? "" : "\n"}${table(result, look, shown)}`);
  if (shell.env.GITHUB_ACTIONS === "true") for (const line of annotations(result)) say(line);
  if (args.junit) await saveJunit(args.junit, junit(result, new Date()));
  if (args.json) shell.stdout.write(`${jsonLine(json(result))}\n`);
}

async function saveJunit(file: string, xml: string): Promise<void> {
  try {
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, xml);
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "unknown error";
    throw new CannotRun(
      `--junit: cannot be written (${code}). Give a file in a folder that is yours to write.`,
    );
  }
}
