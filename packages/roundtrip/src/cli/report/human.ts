import type { Output, Shell } from "#cli/shell.js";
import { colours, noColours } from "#cli/text.js";
import { waitingFor } from "#cli/wait.js";
import type { Look } from "./table.js";

/** Where people read, and what can be shown there. */
export interface Human {
  stream: Output;
  terminal: boolean;
  look: Look;
  say: (line: string) => void;
}

/** @param json stdout is taken by a JSON object: people read stderr */
export function human({ stdout, stderr, env }: Shell, json: boolean): Human {
  const stream = json ? stderr : stdout;
  const terminal = stream.isTTY === true && env.TERM !== "dumb";
  return {
    stream,
    terminal,
    look: {
      paint: terminal && !env.NO_COLOR ? colours : noColours,
      width: terminal ? stream.columns || 80 : Number.POSITIVE_INFINITY,
    },
    say: (line) => void stream.write(`${line}\n`),
  };
}

/** @returns what says once that an answer takes long, so that nobody takes the command for dead */
export function tellsSlow(shell: Shell, url: string): () => void {
  let isSaid = false;
  return () => {
    if (!isSaid) shell.stderr.write(`${waitingFor(url)}\n`);
    isSaid = true;
  };
}

/** Anybody between here and there reads a token that goes by plain http. */
export function warnOfPlainHttp(shell: Shell, address: string, token: string | null | undefined): void {
  const { protocol, hostname, host } = new URL(address);
  if (!token || protocol === "https:" || /^(localhost|127\.|\[::1\])/.test(hostname)) return;
  shell.stderr.write(`warning: the token travels unencrypted to ${host}; use https\n`);
}
