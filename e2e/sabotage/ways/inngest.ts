import { randomBytes } from "node:crypto";
import type { CauseCode } from "#verdict/causes/catalogue.js";
import type { Ground } from "../ground";
import { register } from "../registration";
import { each, fail, finds, pass, type Sabotage } from "../sabotage";

/** Between the ports that `freePort` gives and those that systems give: nothing here ever listens on it. */
const NOBODY = "http://127.0.0.1:32500";
const TASKS = ["sentry-inngest", "sentry-inngest-ignored"];
const mode =
  (name: string, more: object = {}) =>
  (ground: Ground) =>
    ground.inngest("PUT", "mode", { mode: name, ...more });
/** The tasks fail for this cause, and what does not need Inngest goes on passing. */
const tasks = (cause: CauseCode) => ({ ...each(fail("raised", cause), ...TASKS), ...each(pass, "sentry") });

/** Inngest, from the event key to the answer. */
export const inngest: readonly Sabotage[] = [
  {
    when: "When Inngest answers 503",
    doctor: finds("inngest_events_refused", /the log of your Inngest server/),
    steps: [{ break: mode("down"), checks: tasks("inngest_error") }],
  },
  {
    when: "When nothing listens at INNGEST_BASE_URL",
    env: { INNGEST_BASE_URL: "http://127.0.0.1:1" },
    doctor: finds("inngest_unreachable", /INNGEST_BASE_URL/),
    steps: [{ checks: tasks("inngest_unreachable") }],
  },
  {
    when: "Without an event key",
    env: { INNGEST_EVENT_KEY: undefined },
    doctor: finds("inngest_event_key_missing", /INNGEST_EVENT_KEY=/),
    quick: true,
    steps: [{ checks: tasks("inngest_key_missing") }],
  },
  {
    when: "With an event key that Inngest does not know",
    env: { INNGEST_EVENT_KEY: "another-environments-key" },
    doctor: finds("inngest_event_key_refused", /INNGEST_EVENT_KEY=/),
    steps: [{ checks: tasks("inngest_key_rejected") }],
  },
  {
    // The key stands in an address, whose parsing takes it away.
    when: "With a line break at the end of the event key",
    env: ({ stack }) => ({ INNGEST_EVENT_KEY: `${stack.inngest.eventKey}\n` }),
    doctor: finds("variable_unseen_character", /^Set INNGEST_EVENT_KEY again/),
    steps: [{ checks: each(pass, "sentry", ...TASKS) }],
  },
  {
    when: "With a line break at the end of the signing key",
    env: ({ stack }) => ({ INNGEST_SIGNING_KEY: `${stack.inngest.signingKey}\n` }),
    doctor: finds("variable_unseen_character", /^Set INNGEST_SIGNING_KEY again/),
    steps: [{ checks: tasks("task_call_refused") }],
  },
  {
    when: "With a signing key of another environment",
    env: { INNGEST_SIGNING_KEY: `signkey-test-${randomBytes(32).toString("hex")}` },
    doctor: finds("inngest_signing_key_refused", /INNGEST_SIGNING_KEY=/),
    steps: [{ checks: tasks("task_call_refused") }],
  },
  {
    when: "When Inngest signs its calls with another key",
    doctor: "only by firing",
    steps: [{ break: mode("wrong-signature"), checks: tasks("task_call_refused") }],
  },
  {
    when: "When the functions are not registered",
    doctor: finds("inngest_functions_unregistered", /npm run sync -- --url http:/),
    steps: [
      { break: (ground) => ground.inngest("POST", "unregister", {}), checks: tasks("task_not_registered") },
    ],
  },
  {
    when: "When Inngest does not know one of the functions",
    doctor: finds("inngest_functions_unregistered", /npm run sync/),
    steps: [
      {
        break: (ground) => register(ground, { only: (id) => !id.endsWith("-raise") }),
        checks: {
          "sentry-inngest": fail("raised", "task_not_registered"),
          ...each(pass, "sentry-inngest-ignored", "sentry"),
        },
      },
    ],
  },
  {
    when: "When another deployment registered the same app later",
    doctor: finds("inngest_address_other", /npm run sync/),
    steps: [
      {
        break: (ground) => register(ground, { origin: ground.stack.sentry.url }),
        checks: tasks("task_at_other_address"),
      },
    ],
  },
  {
    when: "When the app has moved to another port since it was synced",
    doctor: finds("inngest_address_silent", /npm run sync/),
    steps: [
      {
        break: (ground) => register(ground, { origin: NOBODY }),
        checks: tasks("task_at_other_address"),
      },
    ],
  },
  {
    when: "With an INNGEST_SERVE_ORIGIN at which nobody answers, once it is synced",
    env: { INNGEST_SERVE_ORIGIN: NOBODY },
    doctor: finds("inngest_address_silent", /INNGEST_SERVE_ORIGIN is http:\/\/127\.0\.0\.1:32500/),
    steps: [{ break: (ground) => ground.sync(), checks: tasks("task_at_other_address") }],
  },
  {
    when: "When Inngest holds an older schedule of the canary",
    env: { CANARY_CRON: "0 4 1 1 *" },
    doctor: [finds("inngest_plan_differs", /npm run sync/), finds("alerts_to_nobody", /^ALERT_WEBHOOK_URL=/)],
    steps: [
      {
        break: async (ground) => {
          await ground.sync();
          await register(ground, { cron: "0 5 1 1 *" });
        },
        checks: each(pass, ...TASKS),
      },
    ],
  },
  {
    when: "When the canary was switched on after the last sync",
    env: { CANARY_CRON: "0 4 1 1 *" },
    doctor: [
      finds("inngest_canary_unregistered", /npm run sync/),
      finds("alerts_to_nobody", /^ALERT_WEBHOOK_URL=/),
    ],
    steps: [{ checks: each(pass, ...TASKS) }],
  },
  {
    when: "When another app has joined the same Inngest environment",
    doctor: "well",
    quick: true,
    steps: [
      {
        break: (ground) => register(ground, { app: "roundtrip-other--demo", origin: NOBODY }),
        checks: each(pass, ...TASKS),
      },
    ],
  },
  {
    when: "When Inngest is restarted with its queue in memory before it calls",
    doctor: "only by firing",
    steps: [
      {
        fire: async (ground) => {
          await ground.inngest("PUT", "mode", { mode: "never-call" });
          const runs = Object.fromEntries(
            await Promise.all(TASKS.map(async (name) => [name, await ground.fireOne(name)] as const)),
          );
          await ground.inngest("POST", "restart", {});
          return runs;
        },
        checks: each(fail("raised", "task_event_lost"), ...TASKS),
      },
    ],
  },
  {
    when: "When Inngest takes the event and never calls",
    doctor: "only by firing",
    quick: true,
    steps: [{ break: mode("never-call"), checks: tasks("task_not_called") }],
  },
  {
    when: "When Inngest delivers every call twice",
    quick: true,
    steps: [{ break: mode("call-twice"), checks: each(pass, ...TASKS) }],
  },
  {
    when: "When the function's answer is lost and Inngest calls again",
    steps: [{ break: mode("lose-answer"), checks: each(pass, ...TASKS) }],
  },
];
