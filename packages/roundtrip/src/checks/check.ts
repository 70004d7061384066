/** Where in a Next.js app the error is raised. */
export type Place =
  | "route handler"
  | "logger"
  | "task"
  | "edge"
  | "render"
  | "action"
  | "proxy"
  | "browser"
  | "control flow"
  | "after"
  | "promise"
  | "metadata"
  | "stream"
  | "pages api";

/** What Sentry must hold of one event of a run. */
export interface Content {
  type: string;
  handled: boolean;
  /** The SDK's mechanism type, exactly. */
  mechanism: string;
  /** `server`: node or edge, whoever reports it. */
  runtime: "node" | "edge" | "browser" | "server";
  /** The type of the error that is its `cause`, as the SDK links the two. */
  cause?: string;
  /** Next.js reports it as the cause of an error of its own, whose type and message the event then has. */
  within?: { type: string; message: string };
  /** Dotted path below extra data and contexts, with the value that must stand there. */
  data?: { path: string; value: unknown };
  /** The same by another part of the SDK, which the app may have taken: then the data is at another path. */
  or?: { mechanism: string; path: string };
  /**
   * Original source file that an in-app frame must name; null in the edge runtime, whose chunks get no debug ids
   * from Turbopack, so that no upload of source maps could name it.
   */
  source: string | null;
  /** The app may have that file elsewhere, under another name: then any original file of its own will do. */
  elsewhere?: true;
  /** The file is the package's own, which an app has below node_modules: a frame there is none of the app's. */
  packaged?: true;
}

/** One event of a run, and whether Sentry must end up with it or without it. */
export interface PartSpec {
  role: string;
  /**
   * stored: under its id. absent: dropped by the SDK as ignored. unreported: never handed to the SDK at all, so
   * that only a search of the run's own trace can show a report. traced: no error, but the spans of the run's trace;
   * there where the sample rate is above 0, and none where it is 0.
   */
  expect: "stored" | "absent" | "unreported" | "traced";
  content: Content;
}

/** One failure raised on purpose in one place, with an expectation of what Sentry ends up holding. */
export interface Check {
  name: string;
  title: string;
  place: Place;
  /** One sentence for people: what it raises. */
  raises: string;
  /** One sentence for people: what must be in Sentry afterwards. */
  holds: string;
  path: string;
  /** Other addresses of the same check. */
  aliases: readonly string[];
  /** HTTP status of the answer to a request of its path; 400 where only a browser can raise its errors. */
  answers: 200 | 500 | 400;
  parts: readonly [PartSpec, ...PartSpec[]];
  /** Id of the Inngest function that is the task. */
  task?: string;
  /** Page that raises the errors in a browser; the run's id follows it. */
  page?: string;
  /** The run's errors get a trace that no other request is on, so that everything on it is the run's. */
  ownTrace?: true;
  /** It is about the spans of its trace: the run says how that was begun, and its spans carry the run's id. */
  tracing?: true;
  /** Events that a run of it costs in Sentry. */
  events: number;
}
