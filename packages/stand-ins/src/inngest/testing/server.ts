import { createServer, type RequestListener, type Server } from "node:http";
import { Inngest, type InngestFunction } from "inngest";
import { serve } from "inngest/node";
import { onTestFinished } from "vitest";
import { type InngestOptions, type InngestServer, startInngest } from "#inngest/server.js";

/** Looks fake on purpose. */
export const TEST_SIGNING_KEY = `signkey-test-${"ab".repeat(32)}`;

/** Gives what `look` gives as soon as that is neither undefined nor false; the test's own timeout ends the wait. */
export async function until<T>(
  look: () => T | undefined | false | Promise<T | undefined | false>,
): Promise<T> {
  for (;;) {
    const seen = await look();
    if (seen !== undefined && seen !== false) return seen;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

export interface TestApp {
  readonly url: string;
  close(): Promise<void>;
}

/** An HTTP server on loopback, closed at the test's end. */
export async function startApp(listener: RequestListener, port = 0): Promise<TestApp> {
  const server: Server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  onTestFinished(close);
  return { url: `http://127.0.0.1:${address.port}/api/inngest`, close };
}

export interface World {
  readonly inngest: InngestServer;
  readonly client: Inngest.Any;
  readonly app: TestApp;
  readonly log: string[];
  /** The app's own HTTP listener, with these functions. */
  listener(functions: InngestFunction.Any[]): RequestListener;
  /** Starts the app again on its old port, with these functions or the old ones. */
  restart(functions?: InngestFunction.Any[]): Promise<TestApp>;
}

const silent = { info() {}, warn() {}, error() {}, debug() {} };

/** A local Inngest, and an app that serves these functions with the real SDK, registered. Signed unless told. */
export async function startWorld(
  define: (client: Inngest) => InngestFunction.Any[],
  options: InngestOptions & { dev?: boolean } = {},
): Promise<World> {
  const { dev = false, ...rest } = options;
  const log: string[] = [];
  const inngest = await startInngest({
    backoffMs: [10, 20],
    syncBackoffMs: [10],
    resyncMs: 0,
    eventKey: "test-event-key",
    log: (line) => log.push(line),
    ...(dev ? {} : { signingKey: TEST_SIGNING_KEY }),
    ...rest,
  });
  onTestFinished(() => inngest.close());
  const client = new Inngest({
    id: "app",
    isDev: dev,
    baseUrl: inngest.url,
    eventKey: "test-event-key",
    logger: silent,
    // The API that steps would be checkpointed to is not spoken here.
    checkpointing: false,
    ...(dev ? {} : { signingKey: TEST_SIGNING_KEY }),
  });
  const functions = define(client);
  const listener = (served: InngestFunction.Any[]) =>
    serve({ client, functions: served, servePath: "/api/inngest" });
  const app = await startApp(listener(functions));
  const result = await inngest.sync(app.url);
  if (!result.ok) throw new Error(`sync failed: ${result.message}`);
  const restart = (served = functions) => startApp(listener(served), Number(new URL(app.url).port));
  return { inngest, client, app, log, listener, restart };
}

/** The runs of one function, oldest first, once `count` of them have ended. */
export function ended({ inngest }: Pick<World, "inngest">, functionId: string, count = 1) {
  return until(() => {
    const runs = inngest.control.runs().filter((run) => run.function_id === functionId && run.ended_at);
    return runs.length >= count && runs.reverse();
  });
}
