import { type Admits, traceSampler } from "./trace-sampler.js";

/** What every runtime's SDK is told. One build serves every environment, so these come at run time. */
export interface SentrySettings {
  dsn: string;
  environment: string;
  release: string;
  commitTag: string;
  /** 0 to 1 */
  tracesSampleRate: number;
  /** Let the SDK collect what its defaults collect (addresses, headers, cookies, bodies, variables). */
  sendDefaultPii: boolean;
  /** The whole id of the Inngest function of the check of tracing; only the runtime that runs it needs it. */
  traceTask?: string;
}

/** Types of errors that are expected and never reported. Inngest keeps the name of a step's error. */
export const IGNORED_TYPES: readonly string[] = ["ValidationError"];

/** Sixty errors at one moment fit; the SDK's own 64 slots are shared with spans and sessions. */
const BUFFER_SIZE = 1_024;

/** The options that node, edge and browser have in common. */
export function commonOptions(settings: SentrySettings, admits?: Admits) {
  return {
    dsn: settings.dsn,
    environment: settings.environment,
    release: settings.release,
    initialScope: { tags: { commit_tag: settings.commitTag } },
    // The sampler decides; the rate is what the SDK says of itself.
    tracesSampleRate: settings.tracesSampleRate,
    tracesSampler: traceSampler(settings.tracesSampleRate, { admits, task: settings.traceTask }),
    transportOptions: { bufferSize: BUFFER_SIZE },
    ...(settings.sendDefaultPii
      ? {}
      : {
          dataCollection: {
            userInfo: false,
            cookies: false,
            httpHeaders: {
              request: { allow: ["user-agent", "content-type", "x-request-id"] },
              response: false,
            },
            httpBodies: [],
            urlQueryParams: false,
            graphQL: { document: false, variables: false },
            genAI: { inputs: false, outputs: false },
            databaseQueryData: false,
            queues: false,
            stackFrameVariables: false,
          },
        }),
  };
}
