import { ROOT } from "../root";
import { sourceFiles } from "./files";
import {
  FILES_MAX,
  type Figures,
  FUNCTION_LONG,
  FUNCTION_MEDIAN_MAX,
  FUNCTION_NINETIETH_MAX,
  MEDIAN_MAX,
  measure,
  NINETIETH_MAX,
  SIBLINGS_MAX,
} from "./measure";

const parts = (one: Figures["files"]) =>
  Object.entries(one)
    .map(([part, n]) => `${part} ${n}`)
    .join(", ");

function print({
  files,
  lines,
  largest,
  siblings,
  median,
  ninetieth,
  longest,
  functions,
  ...rest
}: Figures): void {
  console.log(`files            ${parts(files)}`);
  console.log(`lines            ${parts(lines)}`);
  console.log(`largest folder   ${largest.files} files, ${largest.folder}/ (at most ${FILES_MAX})`);
  console.log(`beside a file    ${siblings.toFixed(1)} others on average (at most ${SIBLINGS_MAX})`);
  console.log(
    `lines of a file  median ${median} (at most ${MEDIAN_MAX}), nine in ten up to ${ninetieth} (${NINETIETH_MAX})`,
  );
  console.log(`longest          ${longest.map((one) => `${one.path} ${one.lines}`).join(", ")}`);
  console.log(
    `functions        ${functions.count}, median ${functions.median} lines (at most ${FUNCTION_MEDIAN_MAX}), nine in ten up to ${functions.ninetieth} (${FUNCTION_NINETIETH_MAX}), ` +
      `${functions.long} longer than ${FUNCTION_LONG}, the longest ${functions.longest}`,
  );
  console.log(
    `imports          ${rest.imports}, ${rest.upward} against the rooms' order, ${rest.cycles} cycles`,
  );
}

async function main(root: string): Promise<void> {
  const { figures, problems } = measure(await sourceFiles(root));
  print(figures);
  for (const problem of problems) console.error(`✗ ${problem}`);
  if (problems.length > 0) process.exitCode = 1;
}

void main(process.argv[2] ?? ROOT);
