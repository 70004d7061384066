import type { Event } from "@sentry/nextjs";
import { IGNORE_TYPES } from "./ignore";
import type { Client } from "./sdk";

type Processor = ReturnType<Client["getEventProcessors"]>[number];

/** Who threw an event away, by name; the SDK itself keeps only a count. */
export interface Dropper {
  event: Event;
  /** Worked out when it is asked for: of the app's own events nobody does. */
  by: () => string;
}

const EVENT_FILTERS = "EventFilters";
/** An option as a message may show it. */
const LONGEST = 120;

/**
 * Tells of each event that one of the client's own event processors lets go, by returning nothing or by throwing, before the
 * SDK counts the drop. Processors of a scope are out of reach: of their drops nothing is told.
 */
export function tellDroppers(client: Client, tell: (dropper: Dropper) => void): void {
  const known = new WeakMap<Processor, Processor>();
  const watched = (processor: Processor): Processor => {
    const once = known.get(processor) ?? watch(processor);
    known.set(processor, once);
    return once;
  };
  const watch = (processor: Processor): Processor => {
    const lost = (event: Event) => tell({ event, by: () => nameOf(client, processor, event) });
    const watching: Processor = (event, hint) => {
      let result: ReturnType<Processor>;
      try {
        result = processor(event, hint);
      } catch (error) {
        lost(event);
        throw error;
      }
      // An app's own may answer undefined, whatever its type says.
      if (!result || !("then" in result)) {
        if (!result) lost(event);
        return result;
      }
      return result.then(
        (kept) => {
          if (!kept) lost(event);
          return kept;
        },
        (error: unknown) => {
          lost(event);
          throw error;
        },
      );
    };
    return Object.assign(watching, { id: processor.id });
  };
  const original = client.getEventProcessors.bind(client);
  client.getEventProcessors = () => original().map(watched);
}

function nameOf(client: Client, { id, name }: Processor, event: Event): string {
  if (id === IGNORE_TYPES) return "the list of ignored types";
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
  if (typeof pattern === "string") return texts.some((one) => one.includes(pattern));
  return (
    pattern instanceof RegExp && texts.some((one) => new RegExp(pattern.source, pattern.flags).test(one))
  );
}

const shown = (pattern: Pattern): string =>
  (typeof pattern === "string" ? JSON.stringify(pattern) : String(pattern)).slice(0, LONGEST);
