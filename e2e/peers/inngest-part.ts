import { randomBytes } from "node:crypto";
import type { RunAnswer } from "#verdict/answer.js";
import { until } from "@/e2e/sabotage/ground";
import { InngestApp } from "./inngest-app";
import { type InngestServer, inngestServers } from "./inngest-server";
import { type Part, Tally } from "./part";

const TASKS = ["sentry-inngest", "sentry-inngest-ignored"];
/** The server may only just have been started. */
const SYNC_MS = 150_000;
const CANARY_MS = 180_000;

/** The task checks, their retries, the canary and the signatures, with an Inngest server that is none of ours. */
export async function inngestPart(): Promise<Part> {
  const tally = new Tally();
  for (const server of await inngestServers()) {
    const app = await InngestApp.start(server);
    try {
      await server.up();
      await carryOut(app, server, tally);
    } finally {
      await app.stop();
      await server.stop();
    }
  }
  return tally.part("inngest");
}

async function carryOut(app: InngestApp, server: InngestServer, tally: Tally): Promise<void> {
  const { mode } = server;
  // Whatever stands in the way until the app has registered itself, the last of it is told.
  let said = "nothing";
  const passing = async () => {
    const faults = await app
      .sync()
      .then(() => failing(app, TASKS))
      .catch((error: Error) => [error.message]);
    said = faults.join("; ");
    return faults.length === 0;
  };
  const synced = await until(passing, "the app has registered itself", SYNC_MS).catch(() => false);
  tally.note(
    `${mode}: both task checks pass`,
    synced ? [] : [`in ${SYNC_MS / 1_000} s they never did: ${said}`],
  );
  if (!synced) return;
  tally.note(
    `${mode}: a failing task is retried, and its last attempt alone is reported`,
    await retried(app),
  );
  tally.note(`${mode}: ten runs of both at once pass`, await many(app));
  // A dev server signs nothing, knows every key, and the app under next dev takes what it sends.
  if (mode === "dev") return;
  tally.note(`${mode}: unsigned calls are refused`, await unsigned(app));
  const wrong = {
    key: { INNGEST_EVENT_KEY: "another-environments-key" },
    sign: { INNGEST_SIGNING_KEY: otherKey() },
  };
  tally.note(`${mode}: another event key is named`, await fails(app, wrong.key, "inngest_key_rejected"));
  tally.note(`${mode}: another signing key is named`, await fails(app, wrong.sign, "task_call_refused"));
  await app.up({ CANARY_CRON: "* * * * *" });
  // A server that is no dev server never asks again by itself.
  await app.sync();
  tally.note(`${mode}: the canary fires by its schedule, and passes`, await canary(app));
}

const otherKey = () => `signkey-prod-${randomBytes(32).toString("hex")}`;

async function failing(app: InngestApp, checks: readonly string[]): Promise<string[]> {
  const { answer } = await app.caller.verify({ checks });
  return Object.entries(answer.checks).flatMap(([name, [entry]]) =>
    entry?.verdict === "pass" || entry?.verdict === "warn"
      ? []
      : [`${name}: ${entry?.verdict} ${entry?.cause?.code ?? ""}`],
  );
}

const verdictOf = ({ check, verdict, cause }: RunAnswer): string[] =>
  verdict === "pass" || verdict === "warn" ? [] : [`${check}: ${verdict} ${cause?.code ?? ""}`];

/** The check's own retry: it must be the second attempt that was reported, and be stored once. */
async function retried(app: InngestApp): Promise<string[]> {
  const run = await app.caller.run(await app.caller.fire("sentry-inngest"), 60);
  const raised = run.stages.find((one) => one.name === "raised")?.detail ?? "";
  return [...verdictOf(run), ...(/attempt 2/.test(raised) ? [] : [`raised: ${raised || "never"}`])];
}

async function many(app: InngestApp): Promise<string[]> {
  const names = Array.from({ length: 10 }, (_, index) => TASKS[index % TASKS.length] ?? "");
  const ids = await Promise.all(names.map((name) => app.caller.fire(name)));
  return (await Promise.all(ids.map((id) => app.caller.run(id, 60)))).flatMap(verdictOf);
}

async function unsigned(app: InngestApp): Promise<string[]> {
  const faults: string[] = [];
  for (const [method, query] of [
    ["POST", `?fnId=${app.id}-roundtrip-raise&stepId=step`],
    ["PUT", ""],
  ]) {
    const init = { method: method ?? "", headers: { "content-type": "application/json" }, body: "{}" };
    const { status } = await fetch(`${app.caller.url}/api/inngest${query}`, init);
    if (status < 400) faults.push(`${method} answered ${status}`);
  }
  return faults;
}

async function fails(app: InngestApp, changes: Record<string, string>, code: string): Promise<string[]> {
  await app.up({ ...changes, RUN_DEADLINE_SECONDS: "12" });
  const { answer } = await app.caller.verify({ checks: TASKS });
  await app.up({});
  return Object.entries(answer.checks).flatMap(([name, [entry]]) =>
    entry?.verdict === "fail" && entry.cause?.code === code
      ? []
      : [`${name}: ${entry?.verdict} ${entry?.cause?.code ?? ""}`],
  );
}

async function canary(app: InngestApp): Promise<string[]> {
  const newest = async (): Promise<RunAnswer | null> => {
    const response = await app.caller.get("/api/health/sentry/status");
    const { checks } = (await response.json()) as { checks: Record<string, { run: string | null }[]> };
    const id = checks["sentry-inngest"]?.[0]?.run;
    const run = id ? await app.caller.run(id, 0) : null;
    return run?.stages.some((one) => one.detail === "by the canary") && run.verdict !== "pending"
      ? run
      : null;
  };
  const run = await until(newest, "a run of the canary is decided", CANARY_MS).catch((error: Error) => error);
  return run instanceof Error ? [run.message] : verdictOf(run);
}
