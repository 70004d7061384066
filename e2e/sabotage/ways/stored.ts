import { randomUUID } from "node:crypto";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { CauseCode } from "#verdict/causes/catalogue.js";
import type { Ground } from "../ground";
import { type DoctorSays, each, fail, finds, pass, type Sabotage, type Step, warn } from "../sabotage";

const THREE = ["sentry", "sentry-extra", "sentry-inngest"];
const EXCEPTION = "exception.values.0";
const alter = (path: string, value: unknown) => (ground: Ground) =>
  ground.sentry("PUT", "alter", [{ path, value }]);
const settings = (change: object) => (ground: Ground) => ground.sentry("PUT", "settings", change);

/** What Sentry was sent is a build of the same app, made at another time: every debug id is another. */
async function otherBuild(ground: Ground): Promise<void> {
  const maps = await mkdtemp(join(tmpdir(), "roundtrip-other-build-"));
  ground.onMend(() => rm(maps, { recursive: true, force: true }));
  await mkdir(join(maps, "server"));
  const file = `console.log(1);\n//# debugId=${randomUUID()}\n//# sourceMappingURL=route.js.map\n`;
  await writeFile(join(maps, "server", "route.js"), file);
  const map = { version: 3, sources: ["app/route.ts"], names: [], mappings: "AAAA" };
  await writeFile(join(maps, "server", "route.js.map"), JSON.stringify(map));
  await settings({ maps })(ground);
}

/** Sentry holds something else than was sent. */
const altered = (what: string, path: string, value: unknown, cause: CauseCode, quick = true): Sabotage => ({
  when: `When the stored event ${what}`,
  doctor: "only by firing",
  quick,
  steps: [{ break: alter(path, value), checks: each(fail("matched", cause), ...THREE) }],
});

/** Reports an event by hand, as a process without the ignore rule would. */
async function reportIgnoredError(ground: Ground, runs: Readonly<Record<string, string>>): Promise<void> {
  const run = runs["sentry-inngest-ignored"] ?? "";
  const { dsn, url } = ground.stack.sentry;
  const value = `Roundtrip check "sentry-inngest-ignored" raised this on purpose (run ${run})`;
  const event = {
    event_id: run,
    level: "error",
    exception: { values: [{ type: "ValidationError", value }] },
  };
  const lines = [{ event_id: run, dsn }, { type: "event" }, event].map((one) => JSON.stringify(one));
  const key = new URL(dsn).username;
  const response = await fetch(
    `${url}/api${new URL(dsn).pathname}/envelope/?sentry_key=${key}&sentry_version=7`,
    {
      method: "POST",
      body: lines.join("\n"),
    },
  );
  if (!response.ok) throw new Error(`ingest answered ${response.status}: ${await response.text()}`);
}

const expecting = (when: string, step: Step): Sabotage => ({ when, quick: true, steps: [step] });

const committed = (when: string, commit: string, doctor: DoctorSays, step: Step): Sabotage => ({
  when,
  env: { COMMIT_SHA: commit },
  doctor,
  steps: [step],
});

/** What Sentry may do with an event that it has accepted. */
export const stored: readonly Sabotage[] = [
  { when: "When nothing is broken", quick: true, doctor: "well", steps: [{ checks: each(pass) }] },
  altered("names another release", "release", "roundtrip@0ld", "wrong_release"),
  altered("names another environment", "environment", "production", "wrong_environment"),
  altered("names another runtime", "contexts.runtime.name", "bun", "wrong_runtime", false),
  altered("lacks the check's tag", "tags.check", null, "wrong_tags", false),
  {
    when: "When the stored event is on another trace",
    steps: [
      {
        break: alter("contexts.trace.trace_id", "0123456789abcdef0123456789abcdef"),
        checks: {
          ...each(fail("matched", "wrong_trace"), "sentry", "sentry-extra"),
          ...each(fail("matched", "task_trace_apart"), "sentry-inngest"),
          ...each(fail("matched", "page_trace_apart"), "sentry-proxy"),
        },
      },
    ],
  },
  altered("has another level", "level", "info", "wrong_level"),
  altered("has another commit's tag", "tags.commit_tag", "v0", "wrong_commit_tag", false),
  altered("has another mechanism", `${EXCEPTION}.mechanism.type`, "generic", "wrong_mechanism", false),
  altered("is of another type", `${EXCEPTION}.type`, "a", "wrong_type", false),
  {
    when: "When the stored event is another error under the run's id",
    doctor: "only by firing",
    quick: true,
    steps: [
      {
        break: (ground) =>
          ground.sentry("PUT", "alter", [
            { path: `${EXCEPTION}.value`, value: "connect ECONNREFUSED" },
            { path: `${EXCEPTION}.type`, value: "Error" },
            { path: "tags", value: {} },
          ]),
        checks: each(fail("matched", "wrong_event"), ...THREE),
      },
    ],
  },
  altered("has a scrubbed message", `${EXCEPTION}.value`, "[Filtered]", "message_scrubbed"),
  ...(["replace", "mask", "hash"] as const).map(
    (scrubIds): Sabotage => ({
      when: `When the project scrubs UUIDs wherever they are, by the method ${scrubIds}`,
      doctor: "only by firing",
      quick: scrubIds === "replace",
      steps: [{ break: settings({ scrubIds }), checks: each(fail("matched", "message_scrubbed"), ...THREE) }],
    }),
  ),
  {
    when: "When the project removes UUIDs wherever they are",
    doctor: "only by firing",
    steps: [
      { break: settings({ scrubIds: "remove" }), checks: each(fail("matched", "message_changed"), "sentry") },
    ],
  },
  altered(
    "has a message that something rewrote",
    `${EXCEPTION}.value`,
    "connect ECONNREFUSED",
    "message_changed",
  ),
  {
    when: "When the stored event says the opposite of whether it was handled",
    steps: [
      {
        break: alter(`${EXCEPTION}.mechanism.handled`, true),
        checks: each(fail("matched", "wrong_handled"), "sentry", "sentry-inngest"),
      },
    ],
  },
  {
    when: "When Sentry scrubs data that was meant to stay",
    doctor: finds("project_scrubs_data", /"divider"/),
    quick: true,
    steps: [
      {
        break: settings({ scrub: ["divider"] }),
        checks: each(fail("matched", "data_scrubbed"), "sentry-extra"),
      },
    ],
  },
  {
    when: "When the extra data is gone",
    steps: [
      { break: alter("contexts.pino", null), checks: each(fail("matched", "data_missing"), "sentry-extra") },
    ],
  },
  expecting("When another release is expected than the one that runs", {
    expect: { release: "roundtrip@n3w" },
    checks: each(fail("matched", "wrong_release")),
  }),
  expecting("When another environment is expected than the one that runs", {
    expect: { environment: "production" },
    checks: each(fail("matched", "wrong_environment"), "sentry"),
  }),
  committed("When the server was started with the commit of another build", "0ld", "only by firing", {
    expect: { release: "roundtrip@d3m0" },
    checks: each(fail("matched", "wrong_release"), "sentry"),
  }),
  committed("When the server does not know its commit", "latest", finds("commit_latest", /COMMIT_SHA=/), {
    checks: each(warn("matched", "commit_is_latest"), "sentry"),
  }),
  {
    when: "When Sentry stores the event twice",
    quick: true,
    steps: [
      {
        break: (ground) => ground.sentry("PUT", "duplicate", { times: 1 }),
        checks: each(fail("matched", "stored_twice"), ...THREE),
      },
    ],
  },
  {
    when: "When Sentry accepts the event and never stores it",
    doctor: "only by firing",
    quick: true,
    steps: [
      {
        break: (ground) => ground.sentry("PUT", "ingest", { mode: "drop" }),
        checks: each(fail("stored", "accepted_not_stored")),
      },
    ],
  },
  {
    when: "When an inbound filter of the project matches the event",
    doctor: finds("filter_drops_checks", /Inbound Filters/),
    steps: [
      {
        break: settings({ inboundFilters: { errorMessages: ["RoundtripError: *"] } }),
        checks: each({ ...fail("stored", "accepted_not_stored"), remark: "discards_filtered" }, "sentry"),
      },
    ],
  },
  {
    when: "When Sentry stores the event after the deadline",
    // Looked for at the deadline, and again fifteen seconds after the firing, or a minute: it is there once the first has failed.
    env: { RUN_DEADLINE_SECONDS: "12" },
    doctor: "only by firing",
    steps: [
      {
        break: (ground) => ground.sentry("PUT", "delay", { ms: 3_600_000 }),
        checks: each(fail("stored", "accepted_not_stored"), "sentry"),
        afterwards: (ground) => ground.sentry("PUT", "delay", { ms: 0 }),
        later: each(warn("stored", "late"), "sentry"),
      },
    ],
  },
  {
    when: "When the ignored error arrives after all, once its absence was proven",
    steps: [
      {
        checks: each(pass, "sentry-inngest-ignored"),
        afterwards: reportIgnoredError,
        later: each(fail("absent", "ignored_error_stored"), "sentry-inngest-ignored"),
      },
    ],
  },
  {
    when: "When the self-hosted Sentry is older than the SDK needs",
    doctor: finds("sentry_too_old", /26\.4\.2/),
    quick: true,
    steps: [{ break: settings({ version: "26.4.1" }), checks: each(pass, "sentry") }],
  },
  {
    when: "When Sentry's clock is ten minutes ahead",
    doctor: finds("clock_skew", /^Nothing in this app/),
    quick: true,
    steps: [
      { break: settings({ clockOffsetMs: 600_000 }), checks: each(warn("matched", "clock_skew"), ...THREE) },
    ],
  },
  {
    when: "When Sentry's clock is ten minutes behind",
    doctor: finds("clock_skew", /^Nothing in this app/),
    steps: [
      { break: settings({ clockOffsetMs: -600_000 }), checks: each(warn("matched", "clock_skew"), "sentry") },
    ],
  },
  {
    when: "When no source maps were uploaded",
    doctor: finds("source_maps_missing", /SENTRY_AUTH_TOKEN=/),
    quick: true,
    steps: [{ break: settings({ maps: null }), checks: each(warn("matched", "source_maps_none"), ...THREE) }],
  },
  {
    when: "When the source maps that were uploaded are another build's",
    doctor: finds("source_maps_missing", /SENTRY_AUTH_TOKEN=/),
    quick: true,
    steps: [{ break: otherBuild, checks: each(warn("matched", "source_maps_other_build"), ...THREE) }],
  },
];
