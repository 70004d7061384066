/**
 * What is wrong with an option, from what Node's parseArgs throws.
 * @returns a sentence that names the option, and never what was given as its value: it may be half of a token
 */
export function optionComplaint(error: unknown): string {
  const code = error instanceof Error && "code" in error ? error.code : null;
  if (code === "ERR_PARSE_ARGS_UNEXPECTED_POSITIONAL")
    return "There is a word without an option: this command takes options only. A value with a space needs quotes.";
  const message = error instanceof Error ? (error.message.split("\n")[0] ?? "") : "";
  const option = /'([^' =]*)/.exec(message)?.[1] ?? "";
  if (code === "ERR_PARSE_ARGS_UNKNOWN_OPTION") return `${option}: there is no such option.`;
  if (/ambiguous/.test(message))
    return `${option}: its value is missing, or begins with a dash: then write ${option}=VALUE.`;
  if (/does not take an argument/.test(message)) return `${option}: takes no value.`;
  return `${option}: its value is missing.`;
}
