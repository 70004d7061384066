/** A place of a Next.js app that has no check, so that nothing here proves that its errors reach Sentry. */
export interface UnprovenPlace {
  place: string;
  /** What becomes of an error there, as far as it was tried. */
  fate: string;
}

/** Tried by hand with the versions in package.json: no verdict speaks of these places. */
export const UNPROVEN: readonly UnprovenPlace[] = [
  {
    place: "timers",
    fate: "Of each process the SDK reports the first error alone, as fatal, and none after it: a check would take that one report away from the app. Catch errors there, and hand them to Sentry.captureException.",
  },
  { place: "layouts", fate: "It is reported as a page's is." },
  { place: "pages made at build time or in the background", fate: "Not tried." },
  { place: "pages of the Pages Router", fate: "Not tried." },
  {
    place: "Inngest functions of another client",
    fate: "Nobody reports it without a middleware of that client. The checks' tasks run on the client that roundtripTasks() is given.",
  },
  {
    place: "class and fields of an error that crosses a step of Inngest",
    fate: "They are lost. Inngest keeps name, message, stack, code and cause alone, as JSON: put what you need into the message or the cause. What the step sets on the scope is lost as well.",
  },
  {
    place: "error boundaries below your own routes",
    fate: "The boundary must report it, as app/error.tsx does.",
  },
  { place: "web workers and service workers", fate: "Not tried." },
];
