import { spawn } from "node:child_process";
import { availableParallelism } from "node:os";
import { DoctorAnswerSchema } from "#doctor/finding.js";
import { startStack } from "@/local/stack";
import { callerOf } from "../stack/client";
import { Tally } from "./tally";

/** Takes every core for itself. @returns gives them back */
function occupyCores(): () => void {
  const spinning = Array.from({ length: availableParallelism() }, () =>
    spawn(process.execPath, ["-e", "for (;;);"], { stdio: "ignore" }),
  );
  const release = () => {
    for (const one of spinning) one.kill("SIGKILL");
  };
  process.once("exit", release);
  return () => {
    process.off("exit", release);
    release();
  };
}

/** The doctor of a healthy app, asked at once after each start, on a machine that is busy: it finds no failure. */
export async function starts(count: number): Promise<Tally> {
  const tally = new Tally("starts");
  const release = occupyCores();
  try {
    const stack = await startStack();
    try {
      for (let start = 1; start <= count; start += 1) {
        if (start > 1) await stack.restart();
        const began = Date.now();
        const response = await callerOf(stack).get("/api/health/sentry/doctor");
        const { findings } = DoctorAnswerSchema.parse(await response.json());
        const failed = findings.filter(({ level }) => level === "fail");
        const said = failed.map(({ code, what }) => `${code}: ${what}`).join("; ");
        tally.note(failed.length === 0, `start ${start}: ${said}`);
        const slow = findings.filter(({ level }) => level === "warn").map(({ code }) => code);
        console.error(
          `starts: ${start} of ${count}, ${Date.now() - began} ms${slow.length > 0 ? `, ${slow.join(" ")}` : ""}`,
        );
      }
    } finally {
      await stack.stop();
    }
  } finally {
    release();
  }
  return tally;
}
