import { HttpProblem } from "#http/problem.js";

type Questions = Readonly<Record<string, Promise<unknown>>>;

/**
 * The answers to all questions, by name. Each question has a limit of its own; one that lasts beyond them all would hold
 * back whoever asks, and everybody after them.
 * @throws HttpProblem 503 that names the questions without an answer
 */
export async function allAnswered<T extends Questions>(
  questions: T,
  limitMs: number,
): Promise<{ [Name in keyof T]: Awaited<T[Name]> }> {
  const open = new Set(Object.keys(questions));
  let timer: ReturnType<typeof setTimeout> | undefined;
  const overdue = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(unanswered(open, limitMs)), limitMs);
  });
  const asked = Object.entries(questions).map(async ([name, question]) => {
    const answer = await question;
    open.delete(name);
    return [name, answer] as const;
  });
  try {
    const answers = await Promise.race([Promise.all(asked), overdue]);
    return Object.fromEntries(answers) as { [Name in keyof T]: Awaited<T[Name]> };
  } finally {
    clearTimeout(timer);
  }
}

const unanswered = (open: ReadonlySet<string>, limitMs: number): HttpProblem =>
  new HttpProblem(
    503,
    "Examination Not Ended",
    `No answer within ${limitMs / 1_000} s from: ${[...open].join(", ")}. Ask again. If it recurs, restart the app.`,
  );
