import { Agent, get } from "node:http";

/**
 * So many callers of one process who follow a run as the command does: each asks with `wait=20`, and comes again when
 * it is answered, not before `Retry-After`. Prints "polling" once each has asked, and goes on until it is ended.
 * argv: address of the run, token, how many
 */
const [address = "", token = "", count = "0"] = process.argv.slice(2);
const agent = new Agent({ keepAlive: true, maxSockets: Number.POSITIVE_INFINITY });
let asked = 0;

function poll(): void {
  asked += 1;
  if (asked === Number(count)) console.log("polling");
  const headers = { authorization: `Bearer ${token}` };
  const sent = get(`${address}?wait=20`, { agent, headers }, (response) => {
    const again = Number(response.headers["retry-after"] ?? 0);
    response.resume();
    response.on("end", () => void setTimeout(poll, Math.max(250, again * 1000)));
  });
  sent.on("error", () => void setTimeout(poll, 1_000));
}

// A few at a time: a machine's queue of new connections is short.
let begun = 0;
const begin = setInterval(() => {
  for (let i = 0; i < 100 && begun < Number(count); i += 1, begun += 1) poll();
  if (begun >= Number(count)) clearInterval(begin);
}, 20);
