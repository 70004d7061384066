import {
  CAUSE_ERROR,
  CHECK_ERROR,
  CONTROL_ERROR,
  checkMessage,
  IGNORED_ERROR,
  NEAR_MISS_ERROR,
  nearMissMessage,
} from "./message.js";

/** Minifiers rename classes: the name that Sentry groups and filters by is set by hand. */
abstract class Deliberate extends Error {
  constructor(name: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = name;
  }
}

/** What a check raises. */
export class RoundtripError extends Deliberate {
  constructor(check: string, eventId: string) {
    super(CHECK_ERROR, checkMessage(check, eventId));
  }
}

/** The same, with an error that caused it. */
export class CausedError extends Deliberate {
  constructor(check: string, eventId: string) {
    const cause = new RoundtripCause(CAUSE_ERROR, `What caused the error of the Roundtrip check "${check}"`);
    super(CHECK_ERROR, checkMessage(check, eventId), { cause });
  }
}

class RoundtripCause extends Deliberate {}

/** Named as the app's own check says; of an error's class Sentry knows the name alone. */
export class OwnError extends Deliberate {
  constructor(type: string, check: string, eventId: string) {
    super(type, checkMessage(check, eventId));
  }
}

/** The expected kind of error, which must never be reported. */
export class ValidationError extends Deliberate {
  constructor(check: string, eventId: string) {
    super(IGNORED_ERROR, checkMessage(check, eventId));
  }
}

/** Raised after an ignored error: its arrival shows that looking would have found the other. */
export class RoundtripControl extends Deliberate {
  constructor(check: string, eventId: string) {
    super(CONTROL_ERROR, checkMessage(check, eventId));
  }
}

/** Names the ignored class without being one: an ignore rule that matches text would swallow it. */
export class RoundtripNearMiss extends Deliberate {
  constructor(check: string, eventId: string, ignored?: string) {
    super(NEAR_MISS_ERROR, nearMissMessage(check, eventId, ignored));
  }
}
