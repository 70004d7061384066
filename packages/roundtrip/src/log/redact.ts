import { secretValues } from "#config/secrets.js";
import { valueScrubber } from "#sentry/scrub/envelopes.js";
import { type ScrubText, textScrubber } from "#sentry/scrub/text.js";
import { singleton } from "#state/singleton.js";

const scrubber = (): ScrubText => singleton("redact", () => textScrubber(secretValues(process.env)));

/** A text for people or machines outside, without this process's secrets and what looks like one. */
export const redact: ScrubText = (text) => scrubber()(text);

/** The same for all texts in a value that is about to become JSON or a page. */
export const redactAll = <T>(value: T): T => valueScrubber(scrubber())(value) as T;
