import { mkdir, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { annotationError, annotations } from "./annotations";
import { parseVerifyArgs, type VerifyArgs } from "./args";
import type { Command } from "./command";
import { CannotRun } from "./errors";
import { json, jsonError } from "./json";
import { junit, junitError } from "./junit";
import { liveProgress } from "./live";
import { plainProgress } from "./progress";
import { table } from "./table";
import { colours, noColours, oneLine } from "./text";
import { type Reporter, type VerifyResult, verify } from "./verify";
import { VERIFY_HELP } from "./verify-help";

export const verifyCommand: Command = {
  name: "verify",
  summary: "fire checks at a deployed app and tell whether Sentry holds the errors",
  async run(argv) {
    // The arguments may be what is wrong, and a pipeline that asked for JSON still reads JSON.
    const wantsJson = argv.includes("--json");
    let junitFile: string | null = null;
    try {
      const args = parseVerifyArgs(argv, process.env);
      if (args.help) {
        process.stdout.write(VERIFY_HELP);
        return 0;
      }
      if (args.junit) await saveJunit(args.junit, junitError("verify did not finish", new Date()));
      junitFile = args.junit;
      const result = await follow(args);
      await publish(args, result);
      return result.status === "fail" ? 1 : 0;
    } catch (error) {
      const message = oneLine(
        error instanceof CannotRun
          ? error.message
          : `unexpected error: ${error instanceof Error ? error.message : "no message"}`,
      );
      process.stderr.write(`roundtrip verify: ${message}\n`);
      if (process.env.GITHUB_ACTIONS === "true") process.stderr.write(`${annotationError(message)}\n`);
      if (wantsJson) process.stdout.write(`${JSON.stringify(jsonError(message))}\n`);
      if (junitFile) await saveJunit(junitFile, junitError(message, new Date())).catch(() => {});
      return 2;
    }
  },
};

/** Where people read: stdout, unless that is taken by the JSON object. */
function human(args: VerifyArgs) {
  const stream = args.json ? process.stderr : process.stdout;
  const terminal = stream.isTTY === true && process.env.TERM !== "dumb";
  return {
    stream,
    terminal,
    paint: terminal && !process.env.NO_COLOR ? colours : noColours,
    width: terminal ? stream.columns || 80 : Number.POSITIVE_INFINITY,
    say: (line: string) => void stream.write(`${line}\n`),
  };
}

async function follow(args: VerifyArgs): Promise<VerifyResult> {
  const { stream, terminal, paint, say } = human(args);
  warnOfPlainHttp(args);
  if (args.quiet) return verify(args.options);
  if (!terminal) return verify(args.options, plainProgress(say));
  const live = liveProgress(stream, paint);
  try {
    return await verify(args.options, live.report satisfies Reporter);
  } finally {
    live.stop();
  }
}

async function publish(args: VerifyArgs, result: VerifyResult): Promise<void> {
  const { paint, width, say } = human(args);
  const shown = args.quiet ? result.checks.filter((one) => one.verdict !== "pass") : result.checks;
  if (shown.length > 0) say(`${args.quiet ? "" : "\n"}${table(result, { paint, width }, shown)}`);
  if (process.env.GITHUB_ACTIONS === "true") for (const line of annotations(result)) say(line);
  if (args.junit) await saveJunit(args.junit, junit(result, new Date()));
  if (args.json) process.stdout.write(`${JSON.stringify(json(result))}\n`);
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

function warnOfPlainHttp({ options, quiet }: VerifyArgs): void {
  const url = new URL(options.url);
  const near = /^(localhost|127\.|\[::1\])/.test(url.hostname);
  if (quiet || !options.token || url.protocol === "https:" || near) return;
  process.stderr.write(`warning: the token travels unencrypted to ${url.host}; use https\n`);
}
