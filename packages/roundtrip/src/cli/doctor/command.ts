import { address, apiOf, tokenOf } from "#cli/args.js";
import { findChromium } from "#cli/browser/chromium.js";
import { client } from "#cli/client.js";
import type { Command } from "#cli/command.js";
import { failureSaid } from "#cli/failure.js";
import { retry } from "#cli/http/retry.js";
import { parseOptions } from "#cli/options.js";
import { human, tellsSlow, warnOfPlainHttp } from "#cli/report/human.js";
import { jsonLine } from "#cli/text.js";
import { withBrowser } from "./browser.js";
import { DOCTOR_HELP } from "./help.js";
import { doctorReport } from "./report.js";

const OPTIONS = {
  url: { type: "string" },
  api: { type: "string" },
  token: { type: "string" },
  json: { type: "boolean" },
  quiet: { type: "boolean", short: "q" },
  help: { type: "boolean", short: "h" },
} as const;

export const doctorCommand: Command = {
  name: "doctor",
  summary: "examine a deployed app's set-up, without raising an error",
  async run(argv, shell) {
    // The arguments may be what is wrong, and a pipeline that asked for JSON still reads JSON.
    const wantsJson = argv.includes("--json");
    try {
      const values = parseOptions(argv, OPTIONS, "roundtrip doctor").values;
      if (values.help) {
        shell.stdout.write(DOCTOR_HELP);
        return 0;
      }
      const url = address(values.url);
      const secret = tokenOf(values.token, shell.env);
      if (!values.quiet) warnOfPlainHttp(shell, url, secret);
      const onSlow = values.quiet ? undefined : tellsSlow(shell, url);
      const app = client({ url, api: apiOf(values.api), token: secret, clock: shell.clock, onSlow });
      const answer = await withBrowser(url, await retry(() => app.doctor(), shell.clock), {
        chromium: findChromium(shell.env),
      });
      const { look, say } = human(shell, values.json ?? false);
      const report = doctorReport(answer, look, values.quiet ?? false);
      if (report) say(report);
      const exitCode = answer.findings.some(({ level }) => level === "fail") ? 1 : 0;
      if (values.json) shell.stdout.write(`${jsonLine({ ...answer, exitCode })}\n`);
      return exitCode;
    } catch (error) {
      const message = failureSaid(error);
      shell.stderr.write(`roundtrip doctor: ${message}\n`);
      if (wantsJson)
        shell.stdout.write(`${jsonLine({ status: "fail", exitCode: 2, findings: [], error: message })}\n`);
      return 2;
    }
  },
};
