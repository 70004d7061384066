import { text } from "./text.js";

const RULE =
  "Let ignoreErrors in Sentry's init match this error by its exact type, as /^ValidationError(:|$)/ matches a ValidationError, in every process that runs tasks; then deploy all of them.";

/** What must not be reported: the ignored error, redirect() and notFound(). */
export const absent = {
  ignored_error_stored: text("absent", "The error that must be ignored was stored in Sentry.", RULE),
  ignored_error_sent: text(
    "dropped",
    "The error that must be ignored was not dropped: the SDK let it through and tried to send it.",
    RULE,
  ),
  ignored_not_dropped: text(
    "dropped",
    "The SDK got the error that must be ignored, but Roundtrip did not see the SDK drop it. Its absence proves nothing.",
    "Fire the check again: the process may have ended too early. If it happens again, let ignoreErrors in Sentry's init match this error by its exact type.",
  ),
  ignored_by_other: text(
    "dropped",
    "The SDK dropped the error that must be ignored for another reason than an ignore rule: {reason}.",
    "Correct the setting that dropped it, since it drops other errors, too; then let ignoreErrors in Sentry's init match this error by its exact type.",
  ),
  ignore_rule_too_wide: text(
    "dropped",
    "The ignore rule also drops errors that only mention the ignored name ({by}).",
    "Match the exact type in ignoreErrors, as in /^ValidationError(:|$)/: a string, or a pattern without ^, matches text anywhere in a message.",
  ),
  split_processes: text(
    "absent",
    "Different processes handled the error that must not be reported and the control (an error raised after it that must arrive). Absence is not proven.",
    "Fire the check again. If it happens again, let one process run a whole task; where instances share an address, give each a PORT of its own, at which it can reach itself.",
  ),
  absence_not_witnessed: text(
    "absent",
    "The ignored error counts as absent only if one process handled it together with the control. Roundtrip saw one of the two in no process.",
    "Fire the check again. If it happens again, look in the host's log for processes that end or are killed in the middle of a request or task.",
  ),
  control_too_early: text(
    "absent",
    "The control (an error that must arrive) was reported before the error that must not be reported, so that it proves nothing about that one.",
    "Fire the check again. If it happens again, look in Sentry's init for an event processor or a beforeSend that waits for something, and take the waiting out: it lets a later event overtake an earlier one.",
  ),
  control_flow_reported: text(
    "absent",
    "Sentry holds a report of redirect() or notFound(), which are no errors: {what}.",
    "Let them pass wherever you catch errors to report them: call unstable_rethrow(error) from next/navigation first.",
  ),
  trace_not_searchable: text(
    "absent",
    "This backend cannot search by trace; it is not proven that redirect() and notFound() were not reported.",
    "Look in the backend for issues named NEXT_REDIRECT or NEXT_HTTP_ERROR_FALLBACK; there should be none.",
  ),
};
