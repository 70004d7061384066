import type { Event } from "@sentry/nextjs";
import type { Client } from "#sentry/sdk/types.js";
import { matchesText } from "./pattern.js";

export type Processor = ReturnType<Client["getEventProcessors"]>[number];

/** Who threw an event away, by name; the SDK itself keeps only a count. */
export interface Dropper {
  event: Event;
  /** Worked out when it is asked for: of the app's own events nobody does. */
  by: () => string;
}

/** The SDK's own rules about errors: ignoreErrors, denyUrls, allowUrls. */
export const EVENT_FILTERS = "EventFilters";
/** The mechanism of an event that only rehearses its way: nobody is told of its end. */
export const REHEARSAL = "roundtrip.rehearsal";
/** An option as a message may show it. */
const LONGEST = 120;

/** By the ids of events: the processor that has an event now and answers later. */
export type Pending = Map<string, () => string>;

/** What a watched processor says: of its end with an event, and of an event that it holds. */
interface Told {
  lost: (dropped: Event, by: () => string) => void;
  pending: Pending;
}

/** The processor that does the same, and of which it is known what it lets go and what it holds. */
function watched(client: Client, processor: Processor, { lost, pending }: Told): Processor {
  const watching: Processor = (event, hint) => {
    const gone = (dropped: Event) => {
      if (hint.mechanism?.type !== REHEARSAL) lost(dropped, () => nameOf(client, processor, dropped));
    };
    let result: ReturnType<Processor>;
    try {
      result = processor(event, hint);
    } catch (error) {
      gone(event);
      throw error;
    }
    // An app's own may answer undefined, whatever its type says.
    if (!result || !("then" in result)) {
      if (!result) gone(event);
      return result;
    }
    const id = event.event_id ?? "";
    pending.set(id, () => nameOf(client, processor, event));
    return result.then(
      (kept) => {
        pending.delete(id);
        if (!kept) gone(event);
        return kept;
      },
      (error: unknown) => {
        pending.delete(id);
        gone(event);
        throw error;
      },
    );
  };
  Object.defineProperty(watching, "name", { value: processor.name });
  return Object.assign(watching, { id: processor.id });
}

/**
 * Tells of each event that one of the client's own event processors lets go, by returning nothing or by throwing, before the
 * SDK counts the drop. Processors of a scope are out of reach: of their drops nothing is told.
 * @param isWatched of the event that the SDK asks for its processors just now: others meet them as they are
 */
export function tellDroppers(
  client: Client,
  tell: (dropper: Dropper) => void,
  pending: Pending = new Map(),
  isWatched: () => boolean = () => true,
): void {
  const known = new WeakMap<Processor, Processor>();
  const told: Told = { lost: (event, by) => tell({ event, by }), pending };
  const original = client.getEventProcessors.bind(client);
  const watch = (processor: Processor): Processor => {
    const once = known.get(processor) ?? watched(client, processor, told);
    known.set(processor, once);
    return once;
  };
  client.getEventProcessors = () => (isWatched() ? original().map(watch) : original());
}

/** Who drops such an event: the processor, and of the SDK's own rules the very one. */
export function nameOf(client: Client, { id, name }: Processor, event: Event): string {
  if (id !== EVENT_FILTERS) return (id || name || "without a name").slice(0, LONGEST);
  const pattern = client.getOptions().ignoreErrors?.find((one) => matches(one, event));
  return pattern === undefined ? "denyUrls or allowUrls" : `ignoreErrors ${shown(pattern)}`;
}

type Pattern = NonNullable<ReturnType<Client["getOptions"]>["ignoreErrors"]>[number];

/** As the SDK's filter compares: with the message, and with the last exception's value alone and behind its type. */
function matches(pattern: Pattern, event: Event): boolean {
  const { type, value = "" } = event.exception?.values?.at(-1) ?? {};
  const texts = [event.message, value, type && `${type}: ${value}`].filter(
    (one): one is string => typeof one === "string" && one !== "",
  );
  const isPattern = typeof pattern === "string" || pattern instanceof RegExp;
  return isPattern && texts.some((one) => matchesText(pattern, one));
}

const shown = (pattern: Pattern): string =>
  (typeof pattern === "string" ? JSON.stringify(pattern) : String(pattern)).slice(0, LONGEST);
