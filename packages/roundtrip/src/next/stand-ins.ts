/** `@roundtrip/next/stand-ins`: what `@roundtrip/stand-ins` of the same version takes. It may change in any version. */
export { type CronMatcher, parseCron } from "#checks/schedule/cron.js";
export { anyAbort } from "#network/abort/any-abort.js";
export { untilAborted } from "#network/abort/until-aborted.js";
export { optionComplaint } from "#verdict/text/option-complaint.js";
export { counted } from "#verdict/text/plural.js";
