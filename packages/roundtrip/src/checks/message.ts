/**
 * The one sentence that every error raised on purpose carries. The id at its end is the event id that the
 * stored event must have; it crosses runtimes, Inngest and the browser inside the message itself.
 */
const MESSAGE = /Roundtrip check "([a-z0-9-]{1,64})"[^()]{0,200}\(run ([0-9a-f]{32})\)$/;

/** Names of the error classes raised by checks. Nothing else makes an event ours. */
export const CHECK_ERROR = "RoundtripError";
export const CONTROL_ERROR = "RoundtripControl";
export const NEAR_MISS_ERROR = "RoundtripNearMiss";
export const IGNORED_ERROR = "ValidationError";
/** What caused the error of a check; no event has it as its own. */
export const CAUSE_ERROR = "RoundtripCause";
export const CHECK_TYPES: ReadonlySet<string> = new Set([
  CHECK_ERROR,
  CONTROL_ERROR,
  NEAR_MISS_ERROR,
  IGNORED_ERROR,
]);

/** The message of an error that `check` raises for the event `eventId`. */
export function checkMessage(check: string, eventId: string): string {
  return `Roundtrip check "${check}" raised this on purpose (run ${eventId})`;
}

/**
 * A message that names an ignored class without being of it: an ignore rule that matches text would drop it.
 * @param ignored the class's name, which is the app's own
 */
export function nearMissMessage(check: string, eventId: string, ignored = IGNORED_ERROR): string {
  return `Not a ${ignored}, it only names one: ${checkMessage(check, eventId)}`;
}
const NEAR_MISS = /^Not a ([A-Za-z_$][\w.$]{0,99}), it only names one: /;

/**
 * The message of an error of this type, exactly as its check raises it.
 * @param stored what is compared with it: a near miss names the class that the app ignores, which only its task knows
 */
export const messageOf = (type: string, check: string, eventId: string, stored = ""): string =>
  type === NEAR_MISS_ERROR
    ? nearMissMessage(check, eventId, NEAR_MISS.exec(stored)?.[1])
    : checkMessage(check, eventId);

/** Reads a check's name and event id out of a message; null when it is not one of ours. */
export function parseMessage(message: string): { check: string; eventId: string } | null {
  const match = MESSAGE.exec(message);
  return match?.[1] && match[2] ? { check: match[1], eventId: match[2] } : null;
}
