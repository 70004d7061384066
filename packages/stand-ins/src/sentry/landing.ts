import { Hono, type MiddlewareHandler } from "hono";
import { html, raw } from "hono/html";
import type { HtmlEscapedString } from "hono/utils/html";
import { titleOf } from "#sentry/ingest/derive.js";
import { normalEventId } from "#sentry/ingest/envelope.js";
import { apiEvent } from "#sentry/read/event.js";
import { LOGIN_PAGE } from "#sentry/read/fault.js";
import { type Ctx, type Env, isLocalVisitor } from "./http.js";
import { isRecord, type Json, list, record, text } from "./json.js";
import type { State } from "./state.js";
import { readableEvent, symbolicatedView, viewOf } from "./view.js";

type Html = HtmlEscapedString | Promise<HtmlEscapedString>;

const STYLE = `
:root{color-scheme:light dark;--line:#8884;--soft:#8881}
body{font:15px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}
h1{font-size:1.3rem;overflow-wrap:anywhere}h2{font-size:1.05rem;margin-top:2rem}
table{border-collapse:collapse;width:100%}td,th{padding:.25rem .6rem;border-bottom:1px solid var(--line);text-align:left;vertical-align:top;overflow-wrap:anywhere}
th{font-weight:600;white-space:nowrap;width:1%}
pre{background:var(--soft);padding:.6rem;overflow-x:auto;margin:.3rem 0 1rem}
.crash{background:light-dark(#ffdf8e,#6b4e00)}.soft{opacity:.7}
`;

function page(title: string, body: Html): Html {
  return html`<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${title}</title><style>${raw(STYLE)}</style></head>
<body><p class="soft">Local stand-in for Sentry · <a href="/">all events</a></p><h1>${title}</h1>${body}</body></html>`;
}

const table = (rows: [string, unknown][]): Html =>
  html`<table>${rows.map(([name, value]) => html`<tr><th scope="row">${name}</th><td>${shown(value)}</td></tr>`)}</table>`;

const shown = (value: unknown): string =>
  typeof value === "string"
    ? value
    : value === null || value === undefined
      ? "(none)"
      : JSON.stringify(value);

function frame(one: Json): Html {
  const lines = list(one.context).map(list);
  return html`<p>${text(one.filename) ?? "?"}:${shown(one.lineNo)} in <b>${text(one.function) ?? "?"}</b>
${one.inApp === true ? "" : html`<span class="soft">(library)</span>`}</p>
${
  lines.length === 0
    ? ""
    : html`<pre>${lines.map(
        ([number, source]) =>
          html`<span class="${number === one.lineNo ? "crash" : ""}">${String(number).padStart(5)}  ${shown(source)}</span>\n`,
      )}</pre>`
}`;
}

function exception(one: Json): Html {
  const mechanism = record(one.mechanism);
  return html`<h2>${text(one.type) ?? "Error"}: ${text(one.value) ?? ""}</h2>
<p class="soft">mechanism ${shown(mechanism.type)}, handled ${shown(mechanism.handled)}</p>
${list(record(one.stacktrace).frames).filter(isRecord).reverse().map(frame)}`;
}

function eventPage(body: Json): Html {
  const entries = list(body.entries).filter(isRecord);
  const exceptions = entries
    .filter((entry) => entry.type === "exception")
    .flatMap((entry) => list(record(entry.data).values).filter(isRecord));
  const tags = list(body.tags).filter(isRecord);
  return page(
    String(body.title),
    html`${table([
      ["Event", body.eventID],
      ["Issue", body.groupID],
      ["Received", body.dateReceived],
      ["Release", record(body.release).version],
      ["Where", body.culprit ?? body.location],
      ["SDK", `${shown(record(body.sdk).name)} ${shown(record(body.sdk).version)}`],
    ])}
${exceptions.reverse().map(exception)}
<h2>Tags</h2>${table(tags.map((tag) => [String(tag.key), tag.value]))}
<h2>Extra data</h2>${table(Object.entries(record(body.context)))}
<h2>Contexts</h2>${table(Object.entries(record(body.contexts)))}
<h2>The whole event</h2><details><summary>As the API answers it</summary><pre>${JSON.stringify(body, null, 2)}</pre></details>`,
  );
}

function listPage(state: State, title: string, groupId: string | null): Html {
  const views = state.store
    .newestFirst()
    .slice(0, 200)
    .map((stored) => viewOf(state, stored));
  const events = groupId === null ? views : views.filter((view) => view.groupId === groupId);
  const link = (group: string, id: string) =>
    `/organizations/${state.behaviour.orgSlug}/issues/${group}/events/${id}/`;
  return page(
    title,
    html`${events.length === 0 ? html`<p>No events yet. Point a DSN at this server and raise an error.</p>` : ""}
<table>${events.map(
      ({
        event,
        stored,
        groupId: group,
      }) => html`<tr><td>${new Date(stored.receivedAt).toISOString().slice(11, 19)}</td>
<td><a href="${link(group, stored.eventId)}">${titleOf(event)}</a></td><td class="soft">issue ${group}</td></tr>`,
    )}</table>`,
  );
}

const SETTINGS_PAGE = page(
  "No settings here",
  html`<p>The stand-in makes its token when it starts. Copy SENTRY_API_TOKEN from what <code>npm run local</code> prints.</p>`,
);

/** They hold what callers sent: nothing in them runs or loads. */
const withPolicy: MiddlewareHandler<Env> = async (c, next) => {
  await next();
  if (c.res.headers.get("content-type")?.startsWith("text/html"))
    c.res.headers.set(
      "content-security-policy",
      "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
    );
};

/** Pages for people: where links from the app lead. Local callers only, as they need no sign-in. */
export function landingRoutes(state: State): Hono<Env> {
  const app = new Hono<Env>();
  const local = (answer: (c: Ctx) => Response | Promise<Response>) => (c: Ctx) =>
    isLocalVisitor(c) ? answer(c) : c.text("These pages answer on this machine only.", 403);
  const missing = (c: Ctx) =>
    c.html(page("Event not found", html`<p>It is not stored here, or not yet.</p>`), 404);

  app.use("*", withPolicy);
  app.get(
    "/",
    local((c) => c.html(listPage(state, "Events", null))),
  );
  app.get("/auth/login/", (c) => c.html(LOGIN_PAGE));
  for (const path of ["/settings/*", "/organizations/:org/stats/"])
    app.get(
      path,
      local((c) => c.html(SETTINGS_PAGE)),
    );
  app.get(
    "/organizations/:org/issues/:group/events/:event/",
    local(async (c) => {
      const stored = readableEvent(state, normalEventId(c.req.param("event")) ?? "");
      if (!stored) return missing(c);
      return c.html(eventPage(apiEvent(state, await symbolicatedView(state, stored))));
    }),
  );
  app.get(
    "/organizations/:org/issues/:group/",
    local((c) =>
      c.html(listPage(state, `Issue ${c.req.param("group") ?? ""}`, c.req.param("group") ?? null)),
    ),
  );
  // Sentry's link by event id alone.
  app.get(
    "/organizations/:org/projects/:project/events/:event/",
    local((c) => {
      const stored = readableEvent(state, normalEventId(c.req.param("event")) ?? "");
      if (!stored) return missing(c);
      const { groupId } = viewOf(state, stored);
      return c.redirect(
        `/organizations/${state.behaviour.orgSlug}/issues/${groupId}/events/${stored.eventId}/`,
      );
    }),
  );
  return app;
}
