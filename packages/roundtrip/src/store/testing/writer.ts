import { openStore } from "#store/open.js";
import { RETENTION_MS, someEvidence, someRun } from "./stores.js";

/**
 * One of several processes that write to a store: says "ready", waits for the first byte of stdin, and then
 * does what its arguments say. Every line it prints after that is something the store has acknowledged.
 *   append <count>          evidence of one run, 10 at once: "run evidence"
 *   fire                    runs with one evidence each, for ever: "run evidence"
 *   take <count> <perSecond> <burst>   one budget, 50 at a time: the answers as a JSON array
 */
const [url = "", verb, ...args] = process.argv.slice(2);
const [count = 0, perSecond = 1, burst = 1] = args.map(Number);
const store = openStore(url, RETENTION_MS);
const say = (line: string) => process.stdout.write(`${line}\n`);

async function append(): Promise<void> {
  const run = someRun();
  await store.create(run);
  for (let done = 0; done < count; done += 10) {
    await Promise.all(
      Array.from({ length: 10 }, async () => {
        const one = someEvidence(run.id);
        await store.append([one]);
        say(`${run.id} ${one.id}`);
      }),
    );
  }
}

async function fire(): Promise<void> {
  for (;;) {
    const run = someRun();
    const one = someEvidence(run.id);
    await store.create(run);
    await store.append([one]);
    say(`${run.id} ${one.id}`);
  }
}

async function take(): Promise<void> {
  const answers: number[] = [];
  // No more at once: a store says that it is down when an answer takes seconds, which is not what is looked at.
  while (answers.length < count)
    answers.push(
      ...(await Promise.all(Array.from({ length: 50 }, () => store.take("shared", 1, perSecond, burst)))),
    );
  say(JSON.stringify(answers));
}

async function main(): Promise<void> {
  await store.ping();
  process.stdin.once("data", async () => {
    await { append, fire, take }[verb as "append" | "fire" | "take"]();
    await store.close();
    process.stdin.destroy();
  });
  say("ready");
}

void main();
