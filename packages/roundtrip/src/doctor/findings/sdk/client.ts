import type { Finding } from "#doctor/finding.js";
import { differences } from "#doctor/findings/differs.js";
import type { SdkFacts } from "#sentry/sdk/state/facts.js";
import { PLACE, type Runtime } from "./place.js";
import { examineRehearsal } from "./rehearsal.js";
import { lacksIntegration, oddlyWired, unwired } from "./wiring.js";

/** The SDK's own number of places. */
const USUAL_QUEUE = 64;

interface Meant {
  /** There is a DSN to start with. */
  dsn: boolean;
  /** Null: nobody has stated it. */
  release: string | null;
  environment: string | null;
}

const fail = (code: string, title: string, what: string, why: string, change: string): Finding => ({
  code,
  level: "fail",
  title,
  what,
  why,
  change,
});

/** The SDK as it stands in a runtime, and what it would do with the errors that checks raise. */
export function examineSdk(runtime: Runtime, sdk: SdkFacts, meant: Meant): Finding[] {
  const cores = examineCores(runtime, sdk);
  // Without a DSN it is not started on purpose; the DSN's own finding says so.
  if (!meant.dsn) return cores;
  const findings = [...cores, ...examineClient(runtime, sdk, meant)];
  if (findings.length > 0) return findings;
  return [
    {
      code: `sdk_${runtime}_ok`,
      level: "ok",
      title: `SDK in ${PLACE[runtime].name}`,
      what: started(sdk, meant),
      why: "",
      change: "",
    },
  ];
}

/** What nobody has stated is shown as the client has it, since it was compared with nothing. */
function started({ release, environment }: SdkFacts, meant: Meant): string {
  const open = [
    ...(meant.release === null ? [`the release "${release ?? "none"}"`] : []),
    ...(meant.environment === null ? [`the environment "${environment ?? "none"}"`] : []),
  ];
  if (open.length === 0)
    return "It is started with this DSN, release and environment, and keeps the checks' errors.";
  return `It is started, and keeps the checks' errors. It has ${open.join(" and ")}, and nothing states whether that is right.`;
}

export function examineCores(runtime: Runtime, { cores }: Pick<SdkFacts, "cores">): Finding[] {
  if (cores.length <= 1) return [];
  return [
    fail(
      `sdk_${runtime}_cores`,
      `Several @sentry/core in ${PLACE[runtime].name}`,
      `Loaded side by side: ${cores.join(", ")}.`,
      "The SDK keeps its client under its exact version: what is captured through another copy goes nowhere.",
      'package.json: "overrides": { "@sentry/core": "<the version of @sentry/nextjs>" }; npm ls @sentry/core shows who brings the other.',
    ),
  ];
}

function examineClient(runtime: Runtime, sdk: SdkFacts, meant: Meant): Finding[] {
  const { name, start, file } = PLACE[runtime];
  // Whatever else is wrong with such a client follows from it.
  if (lacksIntegration(sdk)) return [unwired(runtime, sdk)];
  if (!sdk.initialised)
    return [
      fail(
        `sdk_${runtime}_not_started`,
        `The SDK is not started in ${name}`,
        `There is a DSN, but no Sentry client runs in ${name}.`,
        `No error of ${name} is reported.`,
        start,
      ),
    ];
  if (!sdk.enabled || sdk.sampleRate === 0)
    return [
      fail(
        `sdk_${runtime}_sends_nothing`,
        `The SDK in ${name} sends nothing`,
        sdk.enabled ? "Its sampleRate is 0." : "It is started with enabled: false.",
        "Every error is dropped before it is sent.",
        `${file}: remove ${sdk.enabled ? "sampleRate" : "enabled"} from Sentry.init().`,
      ),
    ];
  return [
    ...examineOptions(runtime, sdk, meant),
    ...examineRehearsal(runtime, sdk.rehearsed),
    ...oddlyWired(runtime, sdk),
  ];
}

function examineOptions(runtime: Runtime, sdk: SdkFacts, meant: Meant): Finding[] {
  const { name, settings, file } = PLACE[runtime];
  const found: Finding[] = [];
  if (sdk.sampleRate < 1)
    found.push(
      fail(
        `sdk_${runtime}_samples`,
        `The SDK in ${name} drops errors by chance`,
        `Its sampleRate is ${sdk.sampleRate}.`,
        "An error that happens once may never be seen.",
        `${file}: remove sampleRate from Sentry.init(); tracesSampleRate is the one for traces.`,
      ),
    );
  const differs = differences(sdk, meant);
  if (differs.length > 0)
    found.push(
      fail(
        `sdk_${runtime}_differs`,
        `The SDK in ${name} has other settings`,
        `It has ${differs.join(", ")}.`,
        "Its events go elsewhere, or under another name than those of the other runtimes: checks fail on it.",
        `${settings}.`,
      ),
    );
  if (sdk.pino === false)
    found.push(
      fail(
        `sdk_${runtime}_pino_missing`,
        "The SDK does not read the app's log",
        "It has no pinoIntegration, and no captureConsoleIntegration in an app that does without pino.",
        "What is logged as an error is not reported.",
        `Where the app logs to the console, and package.json does not name pino, take Sentry.captureConsoleIntegration({ levels: ["error"], handled: false }). Else ${file}: integrations: [Sentry.pinoIntegration({ error: { levels: ["error", "fatal"] } })]`,
      ),
    );
  if (sdk.queue < USUAL_QUEUE)
    found.push({
      code: `sdk_${runtime}_queue_small`,
      level: "warn",
      title: `The SDK's queue in ${name} is short`,
      what: `Its transport holds ${sdk.queue} at a time; left alone it would hold ${USUAL_QUEUE}.`,
      why: "While it is full, what the app sends is dropped, errors included. Spans and sessions take places in it, too.",
      change: `${file}: give bufferSize in transportOptions of Sentry.init() a larger number, or remove it.`,
    });
  return found;
}
