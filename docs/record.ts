// Runs every example of the docs for real, and writes what it printed into the pages: npm run docs:record
import { writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { build } from "@/local/build";
import { startStack } from "@/local/stack";
import { RECORDED_PAGES, readPage, record, withRecorded } from "./recorded";

async function main(): Promise<void> {
  await build();
  const stack = await startStack();
  try {
    const recorded = await record(stack);
    for (const page of RECORDED_PAGES) {
      writeFileSync(resolve(import.meta.dirname, "..", page), withRecorded(readPage(page), recorded));
      console.log(`wrote ${page}`);
    }
  } finally {
    await stack.stop();
  }
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
});
