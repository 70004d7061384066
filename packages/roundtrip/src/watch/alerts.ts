import { ownOrigin } from "#config/app/origin.js";
import { env } from "#config/variables.js";
import { redact, redactAll } from "#log/redact.js";
import { sendOut } from "#network/request.js";
import { mintRunId } from "#runs/id.js";
import { runningAs } from "#sentry/sdk/state/running.js";
import { detached } from "#state/detached.js";
import { singleton } from "#state/singleton.js";
import { store } from "#store/open.js";
import { type Outbox, openOutbox, type Waiting } from "#store/outbox/open.js";
import { type Notice, noticeOf, slackBody } from "#verdict/alerts/notice.js";
import { decideAlert, retryAfter } from "#verdict/alerts/rules.js";
import type { AlertOutcome } from "#verdict/alerts/state.js";
import { failureOf } from "./outgoing-failure.js";

const TIMEOUT_MS = 10_000;
/** Who has begun a delivery and dies leaves it to the next after this long. */
const LEASE_MS = 60_000;
/** Several processes that change one state at once are done after as many turns. */
const MOST_CHANGES = 20;
const MOST_WAITING = 1_000;
const DAY_MS = 24 * 60 * 60_000;
/** Nobody is helped by an older one, and the outbox must not grow for ever. */
const GIVE_UP_AFTER_MS = 7 * DAY_MS;

export const outbox = (): Outbox =>
  singleton("outbox", () => openOutbox(env().STORE_URL, env().RETENTION_DAYS * DAY_MS, env().appId));

/**
 * Takes note of a decided run of the canary: what people must be told goes into the outbox, once, whoever else
 * sees the same. A no-op without ALERT_WEBHOOK_URL. Rejects with StoreDown: trying again helps.
 */
export async function noteOutcome(outcome: AlertOutcome): Promise<void> {
  const { ALERT_WEBHOOK_URL } = env();
  const { environment } = runningAs();
  if (!ALERT_WEBHOOK_URL) return;
  const key = JSON.stringify([environment, outcome.check]);
  for (let turn = 0; turn < MOST_CHANGES; turn += 1) {
    const now = await store().now();
    const kept = await outbox().state(key);
    const decision = decideAlert(kept?.state ?? null, outcome, now);
    if (!decision) return;
    const notices = decision.tells.map((tell, nth) => {
      // Notices go out in the order of their ids.
      const source = { id: mintRunId(now + nth), environment, origin: ownOrigin() };
      // By its environment it is found again, whatever that looks like.
      return { ...redactAll(noticeOf(tell, source)), environment };
    });
    if (await outbox().change(key, kept?.version ?? 0, decision.state, notices)) return;
  }
  throw new Error("an alert's state could not be changed: others change it all the time");
}

/**
 * Delivers what is due of this environment, the notices of one check in their order. Environments may share a store,
 * and each has a webhook of its own.
 * @returns milliseconds until the next delivery is worth trying; null when nothing waits
 */
export const deliverDue = (): Promise<number | null> => detached(deliver);

async function deliver(): Promise<number | null> {
  const { ALERT_WEBHOOK_URL: url } = env();
  const { environment } = runningAs();
  if (!url) return null;
  for (;;) {
    const now = await store().now();
    const first = firstOfEach(await outbox().waiting(environment, MOST_WAITING));
    if (first.length === 0) return null;
    const due = first.filter((one) => one.dueAt <= now);
    if (due.length === 0) return Math.min(...first.map((one) => one.dueAt)) - now;
    for (const one of due) await deliverOne(url, one);
  }
}

/** A check's recovery must not arrive before its problem. */
export function firstOfEach(waiting: readonly Waiting[]): Waiting[] {
  const seen = new Set<string>();
  return waiting.filter(({ notice }) => {
    const name = JSON.stringify([notice.environment, notice.check]);
    return !seen.has(name) && seen.add(name);
  });
}

async function deliverOne(url: string, { notice, attempts }: Waiting): Promise<void> {
  // Those before it may have taken their time, and its lease begins now.
  const now = await store().now();
  if (!(await outbox().take(notice.id, attempts, now + LEASE_MS))) return;
  const failure = await post(url, notice);
  if (failure === null) return outbox().remove(notice.id);
  const tried = attempts + 1;
  if (now - Date.parse(notice.at) > GIVE_UP_AFTER_MS) {
    console.warn(`roundtrip: an alert about ${notice.check} was given up: the webhook ${failure}`);
    return outbox().remove(notice.id);
  }
  if (tried === 1) console.warn(`roundtrip: an alert could not be delivered: the webhook ${failure}`);
  await outbox().postpone(notice.id, tried, (await store().now()) + retryAfter(tried), failure);
}

/** Null when the webhook took it, else why not, in words that go on from "the webhook". */
async function post(url: string, notice: Notice): Promise<string | null> {
  try {
    const response = await sendOut(url, {
      base: url,
      method: "POST",
      timeoutMs: TIMEOUT_MS,
      headers: { "content-type": "application/json", "idempotency-key": notice.id },
      body: JSON.stringify(isSlack(url) ? slackBody(notice) : notice),
    });
    await response.body?.cancel();
    if (response.ok) return null;
    const { status } = response;
    return status >= 300 && status < 400
      ? `redirected (${status}), which is not followed`
      : `answered ${status}`;
  } catch (error) {
    return redact(failureOf(error, TIMEOUT_MS));
  }
}

/** Slack's incoming webhooks take a text; anything else gets the notice as it is. */
export const isSlack = (url: string): boolean => new URL(url).hostname === "hooks.slack.com";
