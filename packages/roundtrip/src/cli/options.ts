import { type ParseArgsConfig, parseArgs } from "node:util";
import { optionComplaint } from "#verdict/text/option-complaint.js";
import { CannotRun } from "./errors.js";

type Options = NonNullable<ParseArgsConfig["options"]>;

/**
 * What was typed behind a command.
 * @param command as it is typed: its --help is named where something is wrong
 * @param words true where the command takes words that are no options
 * @throws CannotRun naming the option, and never what was given as its value: it may be half of a token
 */
export function parseOptions<O extends Options>(
  argv: readonly string[],
  options: O,
  command: string,
  { words = false } = {},
): ReturnType<typeof parseArgs<{ args: string[]; options: O; strict: true; allowPositionals: boolean }>> {
  try {
    return parseArgs({ args: [...argv], options, strict: true, allowPositionals: words });
  } catch (error) {
    throw new CannotRun(`${optionComplaint(error)} See: ${command} --help`);
  }
}
