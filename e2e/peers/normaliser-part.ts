import { spawnSync } from "node:child_process";
import { randomUUID } from "node:crypto";
import { join } from "node:path";
import { findCheck } from "#checks/catalogue.js";
import { companionId } from "#runs/id.js";
import { EventDetail, storedEventOf } from "#sentry/read/bugsink/event.js";
import type { RunAnswer } from "#verdict/answer.js";
import { expectationsOf } from "#verdict/compare/expectations.js";
import type { Run } from "#verdict/run.js";
import { Ground } from "@/e2e/sabotage/ground";
import { type Part, SERVER_CHECKS, Tally } from "./part";
import type { Venv } from "./venv";

type Json = Record<string, unknown>;

/** Every event that the checks send, read by the library with which Sentry itself normalises what it stores. */
export async function normaliserPart(venv: Venv): Promise<Part> {
  const tally = new Tally();
  const ground = await Ground.start();
  try {
    const { body } = await ground.verify(SERVER_CHECKS);
    const runs = new Map<string, RunAnswer>();
    for (const [entry] of Object.values(body.checks)) {
      if (!entry?.run) continue;
      const answer = await ground.run(entry.run);
      for (const role of findCheck(answer.check)?.parts ?? [])
        runs.set(role.role === "main" ? answer.id : companionId(answer.id, role.role), answer);
    }
    const sent = await rawEvents(ground.stack.sentry.url);
    const ours = sent.filter((one) => runs.has(String(one.event_id)));
    const stored = normalise(venv, ours);
    stored.forEach((event, index) => {
      const eventId = String(ours[index]?.event_id);
      const run = runs.get(eventId);
      if (run) tally.note(title(run, eventId), [...errorsIn(event._meta), ...lostMusts(run, eventId, event)]);
    });
    const expected = SERVER_CHECKS.flatMap((name) => findCheck(name)?.parts ?? []).filter(
      (one) => one.expect === "stored",
    ).length;
    tally.note(
      `Sentry's normaliser was given the event of every part that must be stored: ${ours.length}`,
      ours.length === expected ? [] : [`${expected} were expected`],
    );
    beStrict(venv, ours, runs, tally);
    return tally.part("normaliser");
  } finally {
    await ground.stack.stop();
  }
}

const title = ({ check }: RunAnswer, eventId: string) =>
  `Sentry's normaliser finds no error in the event of ${check} (${eventId}), and every must survives it`;

async function rawEvents(url: string): Promise<Json[]> {
  const response = await fetch(`${url}/_control/events?limit=1000`);
  return ((await response.json()) as { event: Json }[]).map((one) => one.event);
}

function normalise(venv: Venv, events: readonly Json[]): Json[] {
  const input = events.map((one) => JSON.stringify(one)).join("\n");
  const { status, stdout, stderr } = spawnSync(venv.python, [join(import.meta.dirname, "normalise.py")], {
    input: `${input}\n`,
    encoding: "utf8",
    maxBuffer: 64 * 1024 * 1024,
  });
  if (status !== 0) throw new Error(`the normaliser ended with ${status}:\n${stderr.slice(-2_000)}`);
  return stdout
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as Json);
}

/** Where `_meta` speaks of an error: below each key, "" holds what is said of the value itself. */
function errorsIn(meta: unknown, path = ""): string[] {
  if (meta === null || typeof meta !== "object") return [];
  return Object.entries(meta).flatMap(([key, value]) => {
    if (key !== "") return errorsIn(value, path === "" ? key : `${path}.${key}`);
    const { err } = (value ?? {}) as { err?: unknown[] };
    return err && err.length > 0 ? [`${path}: ${JSON.stringify(err)}`] : [];
  });
}

/** The musts of the event's check that do not hold on what Sentry would store. */
function lostMusts(answer: RunAnswer, eventId: string, event: Json): string[] {
  const check = findCheck(answer.check);
  const role = check?.parts.find(
    (one) => eventId === (one.role === "main" ? answer.id : companionId(answer.id, one.role)),
  )?.role;
  const spec = check?.parts.find((one) => one.role === role);
  if (!check || !spec || role === undefined) return ["it belongs to no part of its check"];
  // The API gives what is stored under the same names, so that Bugsink's reader of sent events can read it.
  const row = { id: randomUUID(), event_id: eventId, issue: randomUUID(), project: 1 };
  const detail = EventDetail.safeParse({ ...row, ingested_at: new Date().toISOString(), data: event });
  if (!detail.success) return [`it has an unknown shape: ${detail.error.message}`];
  const stored = storedEventOf(detail.data, "");
  return expectationsOf(runOf(answer), check, spec, { role, eventId }, stored, null)
    .filter((one) => one.level === "must" && !one.ok)
    .map((one) => `${one.name}: expected ${one.expected}, got ${one.actual}`);
}

/** The run as far as expectations look at it, from what its answer says. */
function runOf(answer: RunAnswer): Run {
  const expected = (name: string) => answer.expectations.find((one) => one.name.endsWith(name))?.expected;
  const carried = { release: expected("release") ?? "", environment: expected("environment") ?? "" };
  return {
    id: answer.id,
    check: answer.check,
    firedAt: Date.parse(answer.firedAt),
    deadline: Date.parse(answer.deadline),
    via: "bearer",
    parts: [],
    traceId: expected("trace") ?? null,
    running: carried,
    expected: {
      ...carried,
      commitTag: expected("tag commit_tag") ?? null,
      fromCaller: false,
    },
    sdk: {
      dsn: "ok",
      initialised: true,
      release: null,
      environment: null,
      sampleRate: 1,
      tracesSampleRate: 0,
    },
    canRead: true,
  };
}

/** What is broken on purpose is found, so that finding nothing means something. */
function beStrict(venv: Venv, ours: Json[], runs: ReadonlyMap<string, RunAnswer>, tally: Tally): void {
  const [good] = ours;
  const eventId = String(good?.event_id);
  const run = runs.get(eventId);
  if (!good || !run) throw new Error("there is no event to break");
  const message = JSON.stringify(good).match(/Roundtrip check[^"\\]*\\"[^"\\]*\\"[^"\\]*/)?.[0] ?? "";
  const broken: [string, Json, (event: Json) => string[]][] = [
    ["a level that there is not", { ...good, level: "catastrophe" }, (event) => errorsIn(event._meta)],
    ["a release with a line break", { ...good, release: "a\nb" }, (event) => lostMusts(run, eventId, event)],
    [
      "a message of 20,000 characters before its run",
      JSON.parse(JSON.stringify(good).replaceAll(message, `${"x".repeat(20_000)}${message}`)) as Json,
      (event) => lostMusts(run, eventId, event),
    ],
  ];
  const stored = normalise(
    venv,
    broken.map(([, event]) => event),
  );
  broken.forEach(([what, , faultsOf], index) => {
    const faults = faultsOf(stored[index] ?? {});
    tally.note(`Sentry's normaliser finds fault with ${what}`, faults.length > 0 ? [] : ["it found none"]);
  });
}
