import { attack, attackOpen } from "#access/testing/admitted.js";
import { Tally } from "./tally";

/** So many hostile requests to an app with a token, and so many from elsewhere to one in open mode. */
export async function requests(count: number, seed: number): Promise<Tally> {
  const tally = new Tally("requests");
  const { admitted, refusals, leaks } = await attack(count, seed);
  console.error(`requests: refused ${JSON.stringify(refusals)}`);
  tally.note(admitted.length === 0, `ADMITTED with a token set: ${admitted[0]}`);
  tally.note(leaks.length === 0, `a refusal says a secret: ${leaks[0]}`);
  const statuses = Object.keys(refusals).join();
  tally.note(statuses === "401,403,405", `the refusals were ${statuses}`);
  const opened = await attackOpen(count, seed);
  tally.note(opened.length === 0, `ADMITTED in open mode: ${opened[0]}`);
  return tally;
}
