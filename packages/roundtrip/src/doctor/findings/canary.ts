import { hrefOf } from "#checks/mount/addresses.js";
import type { CanaryFacts } from "#doctor/facts.js";
import type { Finding } from "#doctor/finding.js";

const said = (at: number): string => `${new Date(at).toISOString().slice(0, 16).replace("T", " ")} UTC`;

/** Whether a scheduler that calls the canary still does, and whether anybody hears of what it finds. */
export const examineCanary = (facts: CanaryFacts): Finding[] => [...called(facts), ...heard(facts)];

/** Whoever has not called for so long was taken away on purpose, and its alerts are forgotten as well. */
const isCalled = ({ calledAt, now, retentionMs }: CanaryFacts): boolean =>
  calledAt !== null && now - calledAt <= retentionMs;

/** Until somebody opens the page, nobody knows what the canary found. */
function heard(facts: CanaryFacts): Finding[] {
  if (facts.alerts || !(facts.scheduled || isCalled(facts))) return [];
  return [
    {
      code: "alerts_to_nobody",
      level: "warn",
      title: "Alerts go to nobody",
      what: `The canary ${facts.scheduled ? "fires by itself" : "was called"}, and neither ALERT_WEBHOOK_URL nor HEARTBEAT_URL is set.`,
      why: `When Sentry stops receiving errors, nobody hears of it before they open ${hrefOf("/admin/sentry")}.`,
      change: `ALERT_WEBHOOK_URL=<the webhook of your chat or of your pager>. If a monitor already polls ${hrefOf("/api/health/sentry/status")}, or the job that calls the canary fails when a check does, you hear of it there, and there is nothing to do.`,
    },
  ];
}

function called(facts: CanaryFacts): Finding[] {
  const { calledAt, now, maxAgeMs, secret } = facts;
  const address = hrefOf("/api/health/sentry/verify");
  if (calledAt === null || !isCalled(facts)) {
    if (!secret) return [];
    return [
      {
        code: "canary_never_called",
        level: "note",
        title: "No scheduler has called the canary",
        what: `CRON_SECRET is set, and nobody has called GET ${address} with it in this environment.`,
        why: "Without calls the canary fires nothing. Then alerts and the heartbeat say nothing, either.",
        change: `If a scheduler is to call it, look there for the address ${address} and for what the last call was answered. If CRON_SECRET is for other jobs alone, there is nothing to do.`,
      },
    ];
  }
  if (now - calledAt > maxAgeMs)
    return [
      {
        code: "canary_silent",
        level: "fail",
        title: "The scheduler has stopped calling the canary",
        what: `The last call came at ${said(calledAt)}. That is longer ago than STATUS_MAX_AGE.`,
        why: "The canary fires no more, so what breaks between two deployments goes unnoticed.",
        change: `Look at the scheduler, and at what its last calls of ${address} were answered: 401 means that its secret is not CRON_SECRET or ADMIN_TOKEN. If it is meant to call more seldom, set STATUS_MAX_AGE to more than its period. If it was taken away on purpose, this finding ends after RETENTION_DAYS.`,
      },
    ];
  return [
    {
      code: "canary_called",
      level: "ok",
      title: "Canary",
      what: `A scheduler called it last at ${said(calledAt)}.`,
      why: "",
      change: "",
    },
  ];
}
