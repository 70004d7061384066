import { each, finds, pass, type Sabotage, warn } from "../sabotage";

const CLOUD_RUN = { K_SERVICE: "shop" };
const notHeld = warn("accepted", "send_not_held");

/** A host that may take the CPU away once no request is open; verify keeps it by its own request. */
export const stopping: readonly Sabotage[] = [
  {
    when: "On Cloud Run, where the answers of route handlers wait for their events and logged errors have nothing",
    env: CLOUD_RUN,
    doctor: finds("events_not_held", /Sentry\.flush/),
    steps: [
      {
        checks: {
          ...each(pass, "sentry", "sentry-inngest", "sentry-proxy"),
          ...each(notHeld, "sentry-extra"),
        },
      },
    ],
  },
  {
    when: "On Cloud Run, while nothing in the app waits for its events",
    env: CLOUD_RUN,
    fault: "waits-for-nothing",
    doctor: finds("events_not_held", /waitUntilSent/),
    steps: [{ checks: { ...each(notHeld, "sentry", "sentry-extra"), ...each(pass, "sentry-inngest") } }],
  },
];
