import { address, parsed, token } from "./args";
import { withBrowser } from "./browser-doctor";
import { client } from "./client";
import type { Command } from "./command";
import { DOCTOR_HELP } from "./doctor-help";
import { doctorReport } from "./doctor-report";
import { CannotRun } from "./errors";
import { colours, noColours, oneLine } from "./text";

const OPTIONS = {
  url: { type: "string" },
  token: { type: "string" },
  json: { type: "boolean" },
  quiet: { type: "boolean", short: "q" },
  help: { type: "boolean", short: "h" },
} as const;

export const doctorCommand: Command = {
  name: "doctor",
  summary: "examine a deployed app's set-up, without raising an error",
  async run(argv) {
    // The arguments may be what is wrong, and a pipeline that asked for JSON still reads JSON.
    const wantsJson = argv.includes("--json");
    try {
      const values = parsed("doctor", argv, OPTIONS);
      if (values.help) {
        process.stdout.write(DOCTOR_HELP);
        return 0;
      }
      const url = address(values.url);
      const secret = token(values.token, "--token") ?? token(process.env.ADMIN_TOKEN, "ADMIN_TOKEN");
      if (!values.quiet) warnOfPlainHttp(url, secret);
      const answer = await withBrowser(url, await client({ url, token: secret }).doctor());
      const stream = values.json ? process.stderr : process.stdout;
      const terminal = stream.isTTY === true && process.env.TERM !== "dumb";
      const look = {
        paint: terminal && !process.env.NO_COLOR ? colours : noColours,
        width: terminal ? stream.columns || 80 : Number.POSITIVE_INFINITY,
      };
      const report = doctorReport(answer, look, values.quiet ?? false);
      if (report) stream.write(`${report}\n`);
      if (values.json) process.stdout.write(`${JSON.stringify(answer)}\n`);
      return answer.findings.some(({ level }) => level === "fail") ? 1 : 0;
    } catch (error) {
      const message = oneLine(
        error instanceof CannotRun
          ? error.message
          : `unexpected error: ${error instanceof Error ? error.message : "no message"}`,
      );
      process.stderr.write(`roundtrip doctor: ${message}\n`);
      if (wantsJson)
        process.stdout.write(`${JSON.stringify({ status: "fail", findings: [], error: message })}\n`);
      return 2;
    }
  },
};

function warnOfPlainHttp(url: string, secret: string | null): void {
  const { protocol, hostname, host } = new URL(url);
  if (!secret || protocol === "https:" || /^(localhost|127\.|\[::1\])/.test(hostname)) return;
  process.stderr.write(`warning: the token travels unencrypted to ${host}; use https\n`);
}
