/** Set by hosts that stop a process, for good or until the next request, once its answers are out. */
const STOPS = ["VERCEL", "NETLIFY", "AWS_LAMBDA_FUNCTION_NAME"] as const;
/** Set by hosts that do so unless told otherwise: Cloud Run and Knative, Azure Functions. */
const MAY_STOP = ["K_SERVICE", "FUNCTIONS_WORKER_RUNTIME"] as const;

export interface Stopping {
  /** The variable that tells. */
  host: string;
  /** False: it depends on a setting that no process can see. */
  always: boolean;
}

/** The host that gives this process its time by requests; null where a process runs until it is ended. */
export function stoppingHost(source: Readonly<Record<string, string | undefined>>): Stopping | null {
  const find = (names: readonly string[]) => names.find((name) => source[name]);
  const host = find(STOPS);
  if (host) return { host, always: true };
  const other = find(MAY_STOP);
  return other ? { host: other, always: false } : null;
}
