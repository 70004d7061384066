import type { DoctorAnswer } from "#doctor/finding.js";
import { foundWith } from "#doctor/findings/sdk/browser.js";
import { browserFacts } from "#sentry/sdk/browser/facts.js";
import { Findings } from "./findings.js";

/** The server's findings, corrected by what only this browser knows. */
export const withBrowser = async (answer: DoctorAnswer) => (
  <Findings findings={foundWith(answer, await browserFacts())} />
);
