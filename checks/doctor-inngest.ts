import type { Finding } from "./doctor";
import type { InngestFacts } from "./doctor-facts";
import { failureChange, failureSaid, isGood, isStatus } from "./doctor-outcome";

const LOST = "Tasks do not run, so neither they nor their errors happen.";

const fail = (code: string, title: string, what: string, change: string): Finding => ({
  code,
  level: "fail",
  title,
  what,
  why: LOST,
  change,
});

/** Whether Inngest can be reached, knows the functions, and would be answered. */
export function examineInngest(facts: InngestFacts): Finding[] {
  const { mode, eventKey, served, events, functions, eventHost, apiHost } = facts;
  const found: Finding[] = [];
  if (mode === "cloud" && !eventKey)
    found.push(
      fail(
        "inngest_event_key_missing",
        "No event key",
        "INNGEST_EVENT_KEY is not set, so no event can be handed to Inngest.",
        "INNGEST_EVENT_KEY=<a key of this environment: Inngest, Manage, Event keys>",
      ),
    );
  if (served && !isGood(served))
    found.push(
      fail(
        "inngest_endpoint_silent",
        "The app's own Inngest route does not answer",
        served.kind === "failed"
          ? failureSaid("/api/inngest", served)
          : `/api/inngest answered ${served.status}.`,
        "app/api/inngest/route.ts: export const { GET, POST, PUT } = serve({ client, functions }); let no proxy or login stand before it.",
      ),
    );
  for (const [host, outcome] of [
    [eventHost, events],
    [apiHost, functions],
  ] as const) {
    if (outcome.kind === "failed")
      return [
        ...found,
        fail(
          "inngest_unreachable",
          "Inngest cannot be reached",
          failureSaid(host, outcome),
          failureChange(host, "INNGEST_BASE_URL", outcome),
        ),
      ];
  }
  return [...found, ...examineFunctions(facts, found.length === 0)];
}

function examineFunctions(
  { functions, registered, expected, apiHost }: InngestFacts,
  well: boolean,
): Finding[] {
  if (isStatus(functions, 401, 403))
    return [
      fail(
        "inngest_signing_key_refused",
        "Inngest refuses the signing key",
        `${apiHost} does not take INNGEST_SIGNING_KEY.`,
        "INNGEST_SIGNING_KEY=<the signing key of this environment: Inngest, Manage, Signing key>",
      ),
    ];
  if (registered === null)
    return [
      {
        code: "inngest_functions_unasked",
        level: "note",
        title: "Inngest did not list its functions",
        what: `${apiHost} answers, but not to the question which functions it knows of this app.`,
        why: "A function that Inngest does not know is never called.",
        change: 'Fire the check "sentry-inngest": it proves the same.',
      },
    ];
  const missing = expected.filter((slug) => !registered.includes(slug));
  if (missing.length > 0)
    return [
      fail(
        "inngest_functions_unregistered",
        "Inngest does not know the functions",
        `Not registered: ${missing.join(", ")}.`,
        "Sync the app: Inngest, Apps, Sync, with the address https://<this app>/api/inngest (curl -X PUT does it for a local one).",
      ),
    ];
  if (!well) return [];
  return [
    {
      code: "inngest_ok",
      level: "ok",
      title: "Inngest",
      what: `${apiHost} answers, and knows all ${expected.length} functions of this app.`,
      why: "",
      change: "",
    },
  ];
}
