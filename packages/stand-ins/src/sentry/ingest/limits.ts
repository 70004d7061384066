const MiB = 1024 * 1024;

/** Relay's documented cap on a compressed envelope request. */
export const MAX_REQUEST_BYTES = 20 * MiB;
/** Relay allows 200 MiB unpacked; a stand-in on a laptop need not, and a zip bomb must not fill its memory. */
export const MAX_UNPACKED_BYTES = 50 * MiB;
/** Relay's documented cap on one event or transaction item. */
export const MAX_EVENT_BYTES = MiB;
/** Relay counts items by type (100 sessions, 1,000 spans, logs in containers); one number is enough here. */
export const MAX_ITEMS = 1000;
/** Relay trims an exception's value and a log message to this many characters. */
export const MAX_MESSAGE_CHARS = 8192;
/** Relay drops tags whose key or value is longer. */
export const MAX_TAG_CHARS = 200;
/** Sentry keeps at most this much of the value in an issue's metadata. */
export const MAX_METADATA_CHARS = 1024;
/** Deeper JSON than this is cut before it is stored: nothing real nests so deep, and walks stay safe. */
export const MAX_DEPTH = 32;
/** Relay refuses timestamps further ahead than a minute and older than 30 days. */
export const MAX_FUTURE_MS = 60_000;
export const MAX_AGE_MS = 30 * 24 * 3_600_000;

/** A day of a busy demo; with the byte budgets below the process stays far under 500 MiB. */
export const KEEP_EVENTS = 5_000;
export const KEEP_EVENT_BYTES = 96 * MiB;
export const KEEP_SPANS = 20_000;
export const KEEP_SPAN_BYTES = 48 * MiB;
/** Envelopes are kept for looking at what was just sent, not as an archive. */
export const KEEP_ENVELOPES = 500;
export const KEEP_ENVELOPE_BYTES = 24 * MiB;
/** A kept envelope shows at most this much of each item. */
export const SHOW_ITEM_BYTES = 64 * 1024;
/** Names learned from outside (groups, releases, endpoints, reasons) are bounded alike. */
export const KEEP_NAMES = 10_000;
/** Outcomes are counted by hour; stats_v2 reaches 30 days back. */
export const KEEP_OUTCOME_HOURS = 30 * 24;

/** Parsed source maps are large (tens of MiB for a client build); the last few serve one page's frames. */
export const KEEP_MAPS = 12;
/** A build has hundreds of chunks; the index holds one small entry for each. */
export const MAX_INDEXED_FILES = 20_000;
/** The index is not read again sooner than this when an unknown debug id comes. */
export const REINDEX_AFTER_MS = 1_000;
/** A map larger than this is not read. */
export const MAX_MAP_BYTES = 128 * MiB;
