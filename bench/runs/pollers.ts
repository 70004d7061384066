import { Agent, get } from "node:http";

/**
 * So many callers of one process who follow a run as the command does: each asks with `wait=20`, and comes again when
 * it is answered, not before `Retry-After`. Prints "polling" once all but those who may wait have had an answer, and
 * goes on until it is ended: then it says how many answers came, and how many requests got none.
 * argv: address of the run, token, how many, how many of them may wait
 */
const [address = "", token = "", count = "0", places = "0"] = process.argv.slice(2);
const agent = new Agent({ keepAlive: true, maxSockets: Number.POSITIVE_INFINITY });
const known = new Set<number>();
const failures = new Map<string, number>();
let answered = 0;

function poll(who: number): void {
  const again = (ms: number) => void setTimeout(() => poll(who), ms);
  const headers = { authorization: `Bearer ${token}` };
  const sent = get(`${address}?wait=20`, { agent, headers }, (response) => {
    response.resume();
    response.on("end", () => {
      answered += 1;
      again(Math.max(250, Number(response.headers["retry-after"] ?? 0) * 1000));
      if (
        known.size < Number(count) - Number(places) &&
        known.add(who).size === Number(count) - Number(places)
      )
        console.log("polling");
    });
  });
  sent.on("error", (error: NodeJS.ErrnoException) => {
    failures.set(error.code ?? error.name, (failures.get(error.code ?? error.name) ?? 0) + 1);
    again(1_000);
  });
}

// A few at a time: a machine's queue of new connections is short.
let begun = 0;
const begin = setInterval(() => {
  for (let i = 0; i < 100 && begun < Number(count); i += 1, begun += 1) poll(begun);
  if (begun >= Number(count)) clearInterval(begin);
}, 20);

process.once("SIGTERM", () => {
  const without = [...failures].map(([code, times]) => `${times} × ${code}`).join(", ") || "none";
  console.log(`${answered} answers; requests without one: ${without}`);
  process.exit(0);
});
