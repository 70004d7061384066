import { CATALOGUE } from "#checks/catalogue.js";
import type { Check, Content, Place } from "#checks/check.js";
import {
  AFTER_MECHANISM,
  INNGEST_MECHANISM,
  LOGGED,
  ON_ERROR,
  PROXY_MECHANISM,
  REQUEST_ERROR,
  UNAWAITED_MECHANISM,
} from "#checks/contents.js";
import { CHECK_ERROR, CHECK_TYPES } from "#checks/message.js";
import { taskId } from "#checks/task-id.js";
import {
  fields,
  inOrder,
  isJson,
  type Json,
  line,
  must,
  mustBeText,
  optional,
  TEXT,
  WHOLE,
} from "./rules.js";

/** Where an app can raise an error of its own check, with what the SDK says of errors there. */
const PLACES = {
  "route handler": { handled: false, mechanism: REQUEST_ERROR },
  render: { handled: false, mechanism: REQUEST_ERROR },
  action: { handled: false, mechanism: REQUEST_ERROR },
  logger: { handled: true, mechanism: LOGGED },
  browser: { handled: false, mechanism: ON_ERROR },
  after: { handled: false, mechanism: AFTER_MECHANISM },
  promise: { handled: false, mechanism: UNAWAITED_MECHANISM },
  task: { handled: false, mechanism: INNGEST_MECHANISM },
  // What an edge route hands to its SDK. What it lets go is Next.js' to report, from whichever runtime.
  edge: { handled: true, mechanism: "generic" },
  proxy: { handled: false, mechanism: PROXY_MECHANISM },
} as const satisfies Partial<Record<Place, Pick<Content, "handled" | "mechanism">>>;
type OwnPlace = keyof typeof PLACES;
const NAMES: readonly unknown[] = Object.keys(PLACES);

const OTHERS: ReadonlySet<string> = new Set([...CHECK_TYPES].filter((type) => type !== CHECK_ERROR));
const CLASS = mustBeText(
  (name) => /^[A-Za-z_$][\w.$]{0,99}$/.test(name),
  "must be the name of an error's class, such as PaymentDeclined",
);

const DATA = fields({
  // Sentry adds a field of its own, `type`, to every context: no context as a whole is what was sent.
  path: mustBeText(
    (path) => /^[\w-]+(\.[\w-]+)+$/.test(path),
    "must name a field of a context by a dotted path, such as shop.order",
  ),
  value: must(isJson, "must be what JSON can say"),
});

const DEFINITION = fields({
  name: inOrder(
    TEXT,
    mustBeText(
      (name) => /^sentry-[a-z0-9-]{1,57}$/.test(name),
      'must be "sentry-" and lower-case letters, digits or dashes after it, such as sentry-order',
    ),
    mustBeText(
      (name) => !CATALOGUE.some((one) => one.name === name || one.aliases.includes(`/api/health/${name}`)),
      "is the name of a check that Roundtrip brings; choose another",
    ),
  ),
  title: line(80),
  runsIn: must((place) => NAMES.includes(place), `must be one of: ${NAMES.join(", ")}`),
  raises: line(300),
  holds: optional(
    fields({
      type: optional(
        inOrder(
          CLASS,
          mustBeText(
            (type) => !OTHERS.has(type),
            "must not be a type that Roundtrip's own checks raise or ignore",
          ),
        ),
      ),
      handled: optional(must((value) => typeof value === "boolean", "must be true or false")),
      mechanism: optional(line(100)),
      cause: optional(CLASS),
      data: optional(DATA),
      source: optional(line(200)),
    }),
  ),
});

/** What `defineCheck` takes. */
export interface CheckDefinition {
  /** `sentry-` and lower-case letters, digits or dashes. Its address is `/api/health/` and this name. */
  name: string;
  /** A few words for people. */
  title: string;
  /**
   * Where the error is raised: it decides who should report it, and how. What only a `browser` raises has a page of the
   * app's own, `app/admin/checks/<name>/[run]/page.tsx`, with `RaiseInBrowser` of `@roundtrip/next/browser`. What a
   * `task` raises is handed to `roundtripTasks()`, what the `proxy` raises to `withRoundtripProxy()`, and an `edge` route
   * has `raising()` of `@roundtrip/next/raise/edge`.
   */
  runsIn: OwnPlace;
  /** One sentence for people: what it raises. */
  raises: string;
  /** What the stored event must say. */
  holds?: {
    /** The error's name; `RoundtripError` by default, which `error()` makes. */
    type?: string;
    /** False by default, but for the logger. */
    handled?: boolean;
    /** The SDK's mechanism type; by default that of the place. */
    mechanism?: string;
    /** The name of the error that is its `cause`. */
    cause?: string;
    /** A field of a context, or of extra data, and the value that it must have. */
    data?: { path: string; value: Json };
    /** The file that a frame must name, from the app's folder on; by default any file of the app's own. */
    source?: string;
  };
}

/**
 * A check of the app's own, for `createRoundtrip({ checks: [...] })` and `roundtrip.check(…)`.
 * @throws an error that names each field that cannot be used, and what it must be
 */
export function defineCheck(definition: CheckDefinition): Check {
  const objections = DEFINITION(WHOLE, definition);
  if (objections.length === 0 && definition.runsIn === "edge" && definition.holds?.source !== undefined)
    objections.push(
      "holds.source cannot be compared in the edge runtime, whose built files have no source maps; leave it out",
    );
  if (objections.length > 0) throw new Error(refusal(definition, objections));
  const { name, runsIn, holds = {} } = definition;
  const path = `/api/health/${name}`;
  const content = contentOf(runsIn, name, holds);
  const inBrowser = runsIn === "browser";
  return Object.freeze<Check>({
    name,
    title: definition.title.trim(),
    place: runsIn,
    raises: definition.raises.trim(),
    holds: sentence(content),
    path,
    aliases: [],
    answers: inBrowser ? 400 : runsIn === "route handler" && !content.handled ? 500 : 200,
    ...(inBrowser && { page: `/admin/checks/${name}` }),
    ...(runsIn === "task" && { task: taskId(name) }),
    events: 1,
    parts: [{ role: "main", expect: "stored", content }],
  });
}

function contentOf(runsIn: OwnPlace, name: string, holds: NonNullable<CheckDefinition["holds"]>): Content {
  const { type = CHECK_ERROR, handled, mechanism, cause, data, source } = holds;
  // Nobody catches it in the edge route, so that Next.js reports it, as of any route.
  const usual = runsIn === "edge" && handled === false ? PLACES["route handler"] : PLACES[runsIn];
  return {
    type,
    handled: handled ?? usual.handled,
    mechanism: mechanism?.trim() ?? usual.mechanism,
    runtime: runtimeOf(runsIn, handled),
    ...(cause && { cause }),
    ...(data && { data: { ...data } }),
    ...sourceOf(runsIn, name, source?.trim()),
  };
}

function runtimeOf(runsIn: OwnPlace, handled: boolean | undefined): Content["runtime"] {
  if (runsIn === "edge") return handled === false ? "server" : "edge";
  return runsIn === "browser" ? "browser" : "node";
}

/** Any file of the app's own will do where none is stated; of edge routes no frame can be told. */
function sourceOf(
  runsIn: OwnPlace,
  name: string,
  stated: string | undefined,
): Pick<Content, "source" | "elsewhere"> {
  if (stated) return { source: stated };
  if (runsIn === "edge") return { source: null };
  const files: Partial<Record<OwnPlace, string>> = {
    browser: `app/admin/checks/${name}/[run]/page.tsx`,
    task: "inngest/tasks.ts",
    proxy: "proxy.ts",
  };
  return { source: files[runsIn] ?? `app/api/health/${name}/route.ts`, elsewhere: true };
}

const LONGEST = 200;

function sentence({ type, handled, cause, data }: Content): string {
  const value = data ? JSON.stringify(data.value) : "";
  const shown = value.length > LONGEST ? `${value.slice(0, LONGEST)}…` : value;
  const parts = [
    `One ${handled ? "handled" : "unhandled"} event of the type ${type}`,
    ...(cause ? [`with its cause, ${cause}`] : []),
    ...(data ? [`with ${data.path} = ${shown}`] : []),
  ];
  return `${parts.join(", ")}.`;
}

function refusal(definition: unknown, objections: readonly string[]): string {
  const name: unknown =
    definition !== null && typeof definition === "object" && Reflect.get(definition, "name");
  const who = typeof name === "string" ? `defineCheck("${name.slice(0, 64)}")` : "defineCheck";
  return `roundtrip: ${who}: ${objections.join("; ")}`;
}
