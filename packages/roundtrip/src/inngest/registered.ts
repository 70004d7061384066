import { singleton } from "#state/singleton.js";
import type { PlannedFunction } from "#verdict/inngest/plan.js";

interface SentEvent {
  name: string;
  data: Record<string, unknown>;
  id: string;
}

/** What Roundtrip asks of the app's own Inngest client. By its form: without Inngest nobody imports the package. */
export interface InngestClient {
  readonly id: string;
  readonly mode: "dev" | "cloud";
  readonly apiBaseUrl: string;
  readonly eventBaseUrl: string;
  readonly eventKey: string | undefined;
  /** The branch environment; null in the others. */
  readonly env: string | null;
  readonly signingKey: string | undefined;
  readonly signingKeyFallback: string | undefined;
  send(events: SentEvent | SentEvent[]): Promise<{ ids: string[] }>;
}

/** Roundtrip's own functions, as the app makes them with its client. */
export interface Tasks {
  plan: readonly PlannedFunction[];
  /** Whose middleware reports failed tasks: Roundtrip's; perhaps one of the app's own; or there is none at all. */
  reports: "ours" | "perhaps" | "none";
  /** Makes the error that the app ignores; null where it has no task that throws one. */
  ignored: ((mark: string) => Error) | null;
}

/** The route's own handler of a request to register, called in this process: no network lies between. */
export type Put = (request: Request) => Promise<Response>;

interface Registered {
  client: InngestClient | null;
  tasks: Tasks | null;
  /** Null where the app's route is not behind `inngestRoute()`, or has not been imported. */
  put: Put | null;
  /**
   * Imports the app's Inngest route, which registers the rest: a process that nobody has asked for it yet does not
   * know its tasks.
   */
  load: (() => Promise<unknown>) | null;
}

const registered = () =>
  singleton<Registered>("inngest", () => ({ client: null, tasks: null, put: null, load: null }));

/** Said anew whenever a file that says it is evaluated, in whichever bundle: the newest holds. */
export const register = (said: Partial<Registered>): void => {
  Object.assign(registered(), said);
};

/** The client that has been used or has made tasks in this process. */
export const clientInUse = (): InngestClient | null => registered().client;

export type AppInngest = Registered & { client: InngestClient };

const sayWhy = (error: unknown): void =>
  console.error(
    `roundtrip: the app's Inngest route cannot be imported: ${error instanceof Error ? error.message : "unknown"}`,
  );

/** The app's Inngest, its route imported if need be; null for an app that has none. */
export async function appInngest(): Promise<AppInngest | null> {
  const all = registered();
  if (!all.tasks || !all.put) await all.load?.().catch(sayWhy);
  const { client } = all;
  return client && { ...all, client };
}
