import { randomBytes } from "node:crypto";
import type { CauseCode } from "@/checks/causes";
import type { Ground } from "../ground";
import { each, fail, finds, pass, type Sabotage } from "../sabotage";

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
    doctor: finds("inngest_events_refused", /status\.inngest\.com/),
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
    when: "With a line break at the end of the event key",
    env: ({ stack }) => ({ INNGEST_EVENT_KEY: `${stack.inngest.eventKey}\n` }),
    doctor: [
      finds("variable_unseen_character", /^Set INNGEST_EVENT_KEY again/),
      finds("inngest_event_key_refused", /INNGEST_EVENT_KEY=/),
    ],
    steps: [{ checks: tasks("inngest_key_rejected") }],
  },
  {
    when: "With a line break at the end of the signing key",
    env: ({ stack }) => ({ INNGEST_SIGNING_KEY: `${stack.inngest.signingKey}\n` }),
    doctor: [
      finds("variable_unseen_character", /^Set INNGEST_SIGNING_KEY again/),
      finds("inngest_signing_key_refused", /INNGEST_SIGNING_KEY=/),
    ],
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
    doctor: finds("inngest_functions_unregistered", /--sdk-url http:.*\/api\/inngest/),
    steps: [
      { break: (ground) => ground.inngest("POST", "unregister", {}), checks: tasks("task_not_registered") },
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
