import { address, apiOf, tokenOf } from "#cli/args.js";
import { client } from "#cli/client.js";
import type { Command } from "#cli/command.js";
import { failureSaid } from "#cli/failure.js";
import { parseOptions } from "#cli/options.js";
import { tellsSlow, warnOfPlainHttp } from "#cli/report/human.js";
import { jsonLine, oneLine } from "#cli/text.js";
import type { SyncAnswer } from "#verdict/inngest/sync.js";
import { counted } from "#verdict/text/plural.js";
import { SYNC_HELP } from "./help.js";

const OPTIONS = {
  url: { type: "string" },
  api: { type: "string" },
  token: { type: "string" },
  json: { type: "boolean" },
  help: { type: "boolean", short: "h" },
} as const;

export const syncCommand: Command = {
  name: "sync",
  summary: "make a deployed app register its functions with Inngest",
  async run(argv, shell) {
    const wantsJson = argv.includes("--json");
    try {
      const values = parseOptions(argv, OPTIONS, "roundtrip sync").values;
      if (values.help) {
        shell.stdout.write(SYNC_HELP);
        return 0;
      }
      const url = address(values.url);
      const secret = tokenOf(values.token, shell.env);
      warnOfPlainHttp(shell, url, secret);
      const onSlow = tellsSlow(shell, url);
      const app = client({ url, api: apiOf(values.api), token: secret, clock: shell.clock, onSlow });
      const answer = await app.sync();
      shell.stdout.write(`${wantsJson ? jsonLine({ ...answer, exitCode: 0 }) : told(answer)}\n`);
      return 0;
    } catch (error) {
      const message = failureSaid(error);
      shell.stderr.write(`roundtrip sync: ${message}\n`);
      if (wantsJson) shell.stdout.write(`${jsonLine({ status: "fail", exitCode: 2, error: message })}\n`);
      return 2;
    }
  },
};

const told = ({ app, inngest, functions, addresses, modified }: SyncAnswer): string =>
  [
    `${oneLine(inngest)} holds ${counted(functions.length, "function")} of ${oneLine(app)}${modified ? "" : ", as before"}:`,
    ...functions.map((one) => `  ${oneLine(one)}`),
    ...(addresses.length > 0 ? [`It calls them at ${addresses.map(oneLine).join(", ")}.`] : []),
  ].join("\n");
