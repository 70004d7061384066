import { join } from "node:path";
import { PLACES } from "#runs/wait/waiting-room.js";
import { firstLine, start } from "@/local/processes";
import { ROOT } from "@/local/root";
import type { Stack } from "@/local/stack";
import { type Figure, figure } from "../figure";
import { median } from "../statistics";

const POLLS = 5_000;
const GOAL = 2;
const SAMPLES = 200;
/** Between two questions: it is their own time that counts, not how many there can be. */
const PAUSE_MS = 50;

/** How long liveness takes, idle and while so many callers wait for a run's verdict. */
export async function polls(stack: Stack): Promise<Figure[]> {
  const idle = await liveness(stack.url);
  await control(stack, { ms: 600_000 });
  const headers = { authorization: `Bearer ${stack.token}` };
  const fired = await fetch(`${stack.url}/api/health/sentry`, { headers });
  const address = `${stack.url}/api/health/sentry/runs/${fired.headers.get("x-check-run")}`;
  const program = ["--import", "tsx", join(ROOT, "bench/runs/pollers.ts")];
  const args = [address, stack.token, String(POLLS), String(PLACES.caller)];
  const pollers = start("the pollers", [...program, ...args], process.env);
  try {
    let here = false;
    const coming = firstLine(pollers, (line) => (line === "polling" ? true : null)).then(() => {
      here = true;
    });
    const rush = await liveness(stack.url, () => here);
    await coming;
    const busy = await liveness(stack.url);
    const ratio = median(busy) / median(idle);
    return [
      figure("liveness, idle", "ms", idle),
      figure(`liveness, while ${POLLS} come at once`, "ms", rush),
      figure(`liveness, under ${POLLS} polls`, "ms", busy),
      figure("the second to the first", "ratio", [ratio], GOAL),
    ];
  } finally {
    await pollers.stop();
    console.error(pollers.tail());
    await control(stack, { ms: 0 });
  }
}

const control = (stack: Stack, body: object) =>
  fetch(`${stack.sentry.url}/_control/delay`, {
    method: "PUT",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });

async function liveness(url: string, isOver = (taken: number) => taken >= SAMPLES): Promise<number[]> {
  const samples: number[] = [];
  while (!isOver(samples.length)) {
    const began = performance.now();
    await (await fetch(`${url}/api/health/live`)).arrayBuffer();
    samples.push(performance.now() - began);
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
  }
  return samples;
}
