/** A block of docs/adopt.md that names what it is: a file's text, or commands and where they are typed. */
export type Step =
  | { kind: "file"; path: string; text: string }
  | { kind: "shell"; place: string; commands: string };

const BLOCK = /^```(\w+) title="([^"]+)"\n([\s\S]*?)^```$/gm;

/** The documented steps, in their order. */
export function stepsOf(page: string): Step[] {
  return [...page.matchAll(BLOCK)].map(([, language = "", title = "", text = ""]) =>
    language === "sh"
      ? { kind: "shell", place: title, commands: text.trim() }
      : { kind: "file", path: title, text },
  );
}
