import type { Event, EventHint } from "@sentry/nextjs";
import * as Sentry from "@sentry/nextjs";
import { OwnError, RoundtripControl, RoundtripError, RoundtripNearMiss } from "#checks/errors.js";
import { CHECK_TYPES, checkMessage } from "#checks/message.js";
import { ownChecks } from "#checks/own/listed.js";
import { correlate } from "#sentry/sdk/correlation.js";
import { EVENT_FILTERS, nameOf, type Processor, REHEARSAL } from "#sentry/sdk/drops/droppers.js";
import type { Client } from "#sentry/sdk/types.js";
import type { Rehearsed } from "./facts.js";

const KINDS = [RoundtripError, RoundtripControl, RoundtripNearMiss];
/** Names no run: were it ever sent, it would be nobody's event. */
const NO_RUN = "0".repeat(32);
/** One slow answer says nothing: whoever is late is asked once more, and given longer. */
const LIMITS_MS = [1_000, 2_000] as const;
/** A beforeSend that throws dice is told from one that always drops. */
const TRIES = 3;
/** One keeps in mind what it saw; the other, under `next dev`, asks the server for the source. */
const LEFT_OUT: ReadonlySet<string> = new Set(["Dedupe", "devErrorSymbolicationEventProcessor"]);

type Fate = Omit<Rehearsed, "type" | "toIgnore">;
/** Makes the error that the app means to ignore, of its own class. */
export type MakeIgnored = (mark: string) => Error;
/** Who has the event at the moment; "" before the first has it. */
type Holder = { by: string };
const kept: Fate = { fate: "kept", by: "", threw: false, drops: 0, tries: TRIES };
const late = ({ by }: Holder): Fate => ({ ...kept, fate: "late", by });

/**
 * Sends an error of each type that checks raise through the client's processors and beforeSend, and no further:
 * nothing is captured, counted or sent.
 * @param ignored undefined where the app ignores none on purpose, or does so in another runtime
 */
export function rehearse(client: Client, ignored?: MakeIgnored | undefined): Promise<Rehearsed[]> {
  const errors = [...KINDS.map((Kind): Error => new Kind("sentry", NO_RUN)), ...ownErrors()].map((error) => ({
    error,
    toIgnore: false,
  }));
  const unwanted = ignored && made(ignored);
  if (unwanted) errors.push({ error: unwanted, toIgnore: true });
  return Promise.all(
    errors.map(async ({ error, toIgnore }) => {
      let fate = await inTime(client, error, LIMITS_MS[0]);
      if (fate.fate === "late") fate = await inTime(client, error, LIMITS_MS[1]);
      return { type: error.name, toIgnore, ...fate };
    }),
  );
}

/** One error of each type that the app's own checks raise on the server. */
const ownErrors = (): Error[] =>
  ownChecks().flatMap(({ name, parts }) =>
    parts
      .filter(({ content }) => content.runtime !== "browser" && !CHECK_TYPES.has(content.type))
      .map(({ content }) => new OwnError(content.type, name, NO_RUN)),
  );

/** The app's own function; that it throws, the check of its task says. */
function made(ignored: MakeIgnored): Error | null {
  try {
    return ignored(checkMessage("sentry-inngest-ignored", NO_RUN));
  } catch {
    return null;
  }
}

async function inTime(client: Client, error: Error, limitMs: number): Promise<Fate> {
  const holder: Holder = { by: "" };
  let timer: ReturnType<typeof setTimeout> | undefined;
  const limit = new Promise<Fate>((resolve) => {
    timer = setTimeout(() => resolve(late(holder)), limitMs);
  });
  try {
    // What cannot even be made into an event says nothing about what drops events.
    return await Promise.race([fateOf(client, error, holder).catch(() => late({ by: "" })), limit]);
  } finally {
    clearTimeout(timer);
  }
}

async function fateOf(client: Client, error: Error, holder: Holder): Promise<Fate> {
  const { release, environment, beforeSend } = client.getOptions();
  const hint: EventHint = {
    originalException: error,
    event_id: NO_RUN,
    mechanism: { type: REHEARSAL, handled: false },
  };
  let event: Event = {
    ...(await client.eventFromException(error, hint)),
    timestamp: Date.now() / 1_000,
    ...(release === undefined ? {} : { release }),
    ...(environment === undefined ? {} : { environment }),
  };
  // As the witness does before processors run: they may go by the check's tag.
  correlate(event);
  for (const processor of processorsOf(client)) {
    const before = event;
    holder.by = nameOf(client, processor, before);
    const { result, threw } = await attempt(() => processor({ ...before }, hint));
    if (!result) return { ...kept, ...dropper(client, processor, before), threw, drops: TRIES };
    event = result;
  }
  if (!beforeSend) return kept;
  holder.by = "beforeSend";
  const whole = event as Parameters<typeof beforeSend>[0];
  const tried = [];
  for (let count = 0; count < TRIES; count += 1)
    tried.push(await attempt(() => beforeSend({ ...whole }, hint)));
  const drops = tried.filter(({ result }) => !result);
  if (drops.length === 0) return kept;
  return {
    fate: "before_send",
    by: "beforeSend",
    threw: drops.some(({ threw }) => threw),
    drops: drops.length,
    tries: TRIES,
  };
}

/** In the SDK's order: the client's own, then those of the scopes. */
function processorsOf(client: Client): Processor[] {
  const scopes = [Sentry.getGlobalScope(), Sentry.getIsolationScope(), Sentry.getCurrentScope()];
  return [
    ...client.getEventProcessors(),
    ...scopes.flatMap((scope) => scope.getScopeData().eventProcessors),
  ].filter(({ id, name }) => !LEFT_OUT.has(id ?? "") && !LEFT_OUT.has(name));
}

/** A throw is a drop, as the SDK takes it. */
async function attempt<T>(call: () => T): Promise<{ result: Awaited<T> | null; threw: boolean }> {
  try {
    return { result: await call(), threw: false };
  } catch {
    return { result: null, threw: true };
  }
}

const dropper = (client: Client, processor: Processor, event: Event): Pick<Fate, "fate" | "by"> => ({
  fate: processor.id === EVENT_FILTERS ? "ignored" : "processor",
  by: nameOf(client, processor, event),
});
