import { address, parsed, token } from "./args";
import { client } from "./client";
import type { Command } from "./command";
import { CannotRun } from "./errors";
import { SYNC_HELP } from "./sync-help";
import { oneLine } from "./text";

const OPTIONS = {
  url: { type: "string" },
  token: { type: "string" },
  json: { type: "boolean" },
  help: { type: "boolean", short: "h" },
} as const;

export const syncCommand: Command = {
  name: "sync",
  summary: "make a deployed app register its functions with Inngest",
  async run(argv) {
    try {
      const values = parsed("sync", argv, OPTIONS);
      if (values.help) {
        process.stdout.write(SYNC_HELP);
        return 0;
      }
      const url = address(values.url);
      const secret = token(values.token, "--token") ?? token(process.env.ADMIN_TOKEN, "ADMIN_TOKEN");
      const answer = await client({ url, token: secret }).sync();
      const { app, inngest, functions, addresses, modified } = answer;
      const said = [
        `${inngest} holds ${functions.length} functions of ${app}${modified ? "" : ", as before"}:`,
        ...functions.map((one) => `  ${one}`),
        ...(addresses.length > 0 ? [`It calls them at ${addresses.join(", ")}.`] : []),
      ].map(oneLine);
      if (values.json) process.stdout.write(`${JSON.stringify(answer)}\n`);
      else process.stdout.write(`${said.join("\n")}\n`);
      return 0;
    } catch (error) {
      const message =
        error instanceof CannotRun
          ? error.message
          : `unexpected error: ${error instanceof Error ? error.message : "no message"}`;
      process.stderr.write(`roundtrip sync: ${oneLine(message)}\n`);
      return 2;
    }
  },
};
