import type { Finding } from "#doctor/finding.js";
import type { SdkFacts } from "#sentry/sdk/state/facts.js";
import { PLACE, type Runtime } from "./place.js";

const CALL = 'integrations: [roundtripIntegration()] // from "@roundtrip/next/sentry"';

/** True where nothing of what Roundtrip needs of the SDK is there. */
export const lacksIntegration = ({ wiring }: Pick<SdkFacts, "wiring">): boolean =>
  wiring === "missing" || wiring === "other_init";

/** Why a runtime's client lacks the integration. */
export function unwired(runtime: Runtime, { wiring }: Pick<SdkFacts, "wiring">): Finding {
  const { name, file, wins } = PLACE[runtime];
  if (wiring === "other_init")
    return {
      code: `sdk_${runtime}_other_init`,
      level: "fail",
      title: `Another Sentry.init() made the client in ${name}`,
      what: "The client lacks roundtripIntegration(), which a Sentry.init() of this app was given.",
      why: "The options in force are not the ones in that call: events are lost, or arrive otherwise than meant.",
      change: `${file}: move the options of every other Sentry.init() here, and remove that call; ${wins}.`,
    };
  return {
    code: `sdk_${runtime}_integration_missing`,
    level: "fail",
    title: `Sentry.init() in ${name} lacks roundtripIntegration()`,
    what: `A Sentry client runs in ${name}, without the integration of Roundtrip.`,
    why: "Roundtrip cannot find the events of the checks there, so that every such check fails.",
    change: `${file}: ${CALL}`,
  };
}

/** An integration that is there, and not as it should be. */
export function oddlyWired(runtime: Runtime, { wiring }: Pick<SdkFacts, "wiring">): Finding[] {
  const { name, file, wins } = PLACE[runtime];
  if (wiring === "late")
    return [
      {
        code: `sdk_${runtime}_integration_late`,
        level: "warn",
        title: `roundtripIntegration() came late in ${name}`,
        what: "It was added by addIntegration(), after Sentry.init().",
        why: "Roundtrip does not see what happens to an error that is reported before.",
        change: `${file}: ${CALL}; remove the call of addIntegration().`,
      },
    ];
  if (wiring === "twice")
    return [
      {
        code: `sdk_${runtime}_integration_twice`,
        level: "warn",
        title: `roundtripIntegration() is called more than once in ${name}`,
        what: "The SDK takes one of them. If each is in a Sentry.init() of its own, the options of one are not in force.",
        why: `Where Sentry.init() is called twice, ${wins}.`,
        change: `${file}: call Sentry.init() once, with roundtripIntegration() once in its integrations.`,
      },
    ];
  return [];
}
