import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { parseMessage } from "#checks/message.js";
import { withBrowser } from "#cli/doctor/browser.js";
import type { DoctorAnswer, Finding } from "#doctor/finding.js";
import type { Ground } from "./ground";
import type { Result } from "./run";
import type { DoctorSays, Finds } from "./sabotage";

/** How often the doctor is asked again while it names a slow answer. */
const AGAIN = 10;

/**
 * Asks the doctor through the front door, before anything is fired, and compares with what it had to find.
 * @param inBrowser a browser is asked as well, as the command does
 */
export async function examineSetUp(ground: Ground, says: DoctorSays, inBrowser: boolean): Promise<Result> {
  const before = says === "well" ? await ground.stored() : null;
  const expected = typeof says === "string" ? [] : [says].flat();
  const look = async () => {
    const asked = await ground.doctor();
    const answer = inBrowser ? await withBrowser(ground.stack.url, asked) : asked;
    return { answer, faults: await faultsOf(ground, expected, answer) };
  };
  let { answer, faults } = await look();
  // What is really so is so the second time; on a busy machine questions time out, and the doctor says so.
  for (let left = AGAIN; faults.length > 0 && left > 0; left -= isSlow(answer) ? 1 : AGAIN)
    ({ answer, faults } = await look());
  if (before) faults.push(...storedSince(before, await ground.stored()));
  const said = answer.findings.filter(isWrong).map(({ code }) => code);
  return {
    check: "(doctor)",
    expected: { verdict: "pass", stage: null, cause: expected.map(({ code }) => code).join(" ") || null },
    actual: { verdict: answer.status, stage: null, cause: said.join(" ") || null },
    faults,
    // That it finds nothing is no verdict about an error.
    falseGreen: false,
    text: "",
  };
}

const faultsOf = async (
  ground: Ground,
  expected: readonly Finds[],
  answer: DoctorAnswer,
): Promise<string[]> => [
  ...expected.flatMap((one) => missing(one, answer)),
  ...unexpected(expected, answer),
  ...(await Promise.all(answer.findings.map((one) => notThere(ground, one)))).flat(),
];

/** Events that no run names; those of runs before may still come in. */
const storedSince = (before: ReadonlyMap<string, string>, after: ReadonlyMap<string, string>): string[] =>
  [...after]
    .filter(([id, message]) => !before.has(id) && !/[1-9a-f]/.test(parseMessage(message)?.eventId ?? ""))
    .map(([, message]) => `an event was stored while nothing was fired: ${message}`);

const isSlow = ({ findings }: DoctorAnswer): boolean => findings.some(({ code }) => code.endsWith("_slow"));

const isWrong = ({ level }: Finding): boolean => level === "fail" || level === "warn";

function missing({ code, change }: Finds, { findings }: DoctorAnswer): string[] {
  const found = findings.filter((one) => one.code === code);
  if (found.length === 0) return [`it does not find ${code}`];
  if (found.some((one) => change.test(one.change))) return [];
  return found.map((one) => `${code} does not say to change ${change}: ${one.change}`);
}

/** What is well must not be blamed beside what is broken. */
const unexpected = (expected: readonly Finds[], { findings }: DoctorAnswer): string[] =>
  findings
    .filter((one) => isWrong(one) && !expected.some(({ code }) => code === one.code))
    .map(({ code, what }) => `it finds ${code}, too: ${what}`);

const FILE = /(?<![\w/.-])((?:[\w-]+\/)*[\w-]+(?:\.[\w-]+)*\.(?:tsx?|mjs|json)): /;
/** As code is written, and no prose. */
const IDENTIFIER = /\b[a-z]+[A-Z]\w*|\b[A-Z][a-z]+[A-Z]\w*/g;

/** Who follows the advice must find the file, and in it what is named. */
async function notThere({ directory }: Ground, { code, change }: Finding): Promise<string[]> {
  // Whatever stands before the first file; then a file and its line by turns.
  const [, ...parts] = change.split(FILE);
  const faults: string[] = [];
  for (let index = 0; index < parts.length; index += 2) {
    const [file = "", line = ""] = parts.slice(index, index + 2);
    const text = await readFile(join(directory, file), "utf8").catch(() => null);
    if (text === null) faults.push(`${code} names ${file}, which does not exist`);
    for (const one of line.match(IDENTIFIER) ?? [])
      if (text !== null && !text.includes(one))
        faults.push(`${code} names ${one}, of which ${file} knows nothing`);
  }
  return faults;
}
