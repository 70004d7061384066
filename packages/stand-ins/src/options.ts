import { type ParseArgsConfig, parseArgs } from "node:util";
import { optionComplaint } from "@roundtrip/next/stand-ins";

type Options = NonNullable<ParseArgsConfig["options"]>;

/**
 * What was typed behind a stand-in's command, which takes options only.
 * @throws Error naming the option, and never its value
 */
export function parseOptions<O extends Options>(
  args: string[],
  options: O,
  command: string,
): ReturnType<typeof parseArgs<{ args: string[]; options: O; strict: true; allowPositionals: false }>> {
  try {
    return parseArgs({ args, options, strict: true, allowPositionals: false });
  } catch (error) {
    throw new Error(`${optionComplaint(error)} See: ${command} --help`);
  }
}
