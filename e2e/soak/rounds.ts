import { CATALOGUE } from "@/checks/catalogue";
import { startStack } from "@/local/stack";
import { callerOf } from "../stack/client";
import { Tally } from "./tally";

/** Everything that a server can fire by itself, on a healthy system, again and again: not one flake. */
export async function rounds(count: number): Promise<Tally> {
  const tally = new Tally("rounds");
  const checks = CATALOGUE.filter((one) => one.place !== "browser").map((one) => one.name);
  const stack = await startStack({
    env: { FIRE_LIMIT_PER_MINUTE: "10000", FIRE_LIMIT_PER_HOUR: "1000000" },
  });
  try {
    for (let round = 1; round <= count; round += 1) {
      const { answer } = await callerOf(stack).verify({ checks, wait: 60 });
      const odd = Object.entries(answer.checks).flatMap(([check, [one]]) =>
        one?.verdict === "pass"
          ? []
          : [`${check} ${one?.verdict} ${one?.cause?.code ?? ""} ${one?.run ?? ""}`],
      );
      tally.note(odd.length === 0 && answer.status === "pass", `round ${round}: ${odd.join("; ")}`);
      if (round % 10 === 0) console.error(`rounds: ${round} of ${count}`);
    }
  } finally {
    await stack.stop();
  }
  return tally;
}
