/** A caller's run is pending for five minutes at most, unless RUN_DEADLINE_SECONDS says otherwise. */
export const DEADLINE_MS = 5 * 60_000;
/** The look that decides begins at the deadline; this long its answer may take before nobody has looked. */
export const LAST_LOOK_MS = 15_000;
/** The canary waits an hour: nobody stands beside it. */
export const CANARY_DEADLINE_MS = 60 * 60_000;
/** An event found within an hour of the firing still revises the verdict. */
export const LATE_WINDOW_MS = 60 * 60_000;
