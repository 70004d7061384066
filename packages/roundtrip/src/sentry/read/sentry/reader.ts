import { z } from "zod";
import { RUN_ATTRIBUTE } from "#checks/trace-mark.js";
import type { ApiAnswer, ApiClient } from "#sentry/read/api-client.js";
import {
  type Counted,
  type Discard,
  type DiscardCategory,
  type Found,
  type Reader,
  type Traced,
  Unreadable,
} from "#sentry/read/reader.js";
import { isUnresolved, mapTrouble } from "#sentry/read/source-maps.js";
import type { MapTrouble } from "#verdict/evidence/stored-event.js";
import type { StoredSpan } from "#verdict/evidence/stored-span.js";
import { discardsIn, discardsQuery } from "./discards.js";
import { EventAnswer, storedEventOf } from "./event.js";
import type { EventLink } from "./link.js";
import { SPAN_FIELDS, SpanRow, storedSpanOf } from "./span.js";

/** How long "this token may read this project" is believed before it is asked again. */
const PROJECT_TTL_MS = 5 * 60_000;

/** The most rows that one page of Sentry's search may have. */
const PAGE = 100;
/** A firing of the check makes about thirty spans. Each further page takes a look-up from the runs that wait. */
const MOST_PAGES = 10;

const ProjectAnswer = z.looseObject({
  id: z.union([z.string(), z.number()]),
  slug: z.string().max(100).nullable().catch(null),
});
const SearchAnswer = z.looseObject({ data: z.array(z.unknown()) });
const EventRow = z.looseObject({
  id: z.string(),
  message: z.string().nullish(),
  title: z.string().nullish(),
});

function rowsOf<T extends z.ZodType>(row: T, data: readonly unknown[]): z.infer<T>[] {
  const parsed = z.array(row).safeParse(data);
  if (!parsed.success) throw new Unreadable("truncated", 200, "the search's answer has an unknown shape");
  return parsed.data;
}

/** A 404 that something before Sentry gave says nothing of what Sentry has. */
function assertOwn({ status, detail, isOwn }: ApiAnswer): void {
  if (status === 404 && !isOwn) throw new Unreadable("refused", status, detail);
}

type Dataset = "errors" | "spans";

interface Page {
  rows: unknown[];
  next: ApiAnswer["next"];
}

/**
 * Where the next page begins; null: there is none. A page that is not full is the last one, whatever a proxy left of the
 * headers; after a full one that names no other, nobody knows.
 */
function nextCursor({ rows, next }: Page): string | null {
  if (next === undefined && rows.length >= PAGE)
    throw new Unreadable("truncated", 200, "the search names no next page");
  return next ?? null;
}

export interface SentryPlace {
  organisation: string;
  /** The DSN's numeric project id. */
  project: string;
  /** Where people look at an event, by its group (null when it has none) and id. */
  link: EventLink;
}

/** Reads from Sentry's own API, SaaS or self-hosted. */
export class SentryReader implements Reader {
  #projectReadAt = Number.NEGATIVE_INFINITY;
  #slug: string | null = null;

  constructor(
    private readonly api: ApiClient,
    private readonly place: SentryPlace,
  ) {}

  get slug(): string | null {
    return this.#slug;
  }

  #get(path: string) {
    return this.api.get(path);
  }

  /**
   * Before a 404 may mean "not yet", the project itself must have been readable with this very token: else
   * the 404 is about the organisation or the project.
   */
  async #assertProject(): Promise<void> {
    if (Date.now() - this.#projectReadAt < PROJECT_TTL_MS) return;
    const { organisation, project } = this.place;
    const org = encodeURIComponent(organisation);
    const answer = await this.#get(`api/0/projects/${org}/${project}/`);
    if (answer.status === 200) {
      const parsed = ProjectAnswer.safeParse(answer.body);
      if (!parsed.success) throw new Unreadable("truncated", 200, "the project's answer has no id");
      if (String(parsed.data.id) !== this.place.project)
        throw new Unreadable("wrong_project", 200, "another project answered");
      this.#projectReadAt = Date.now();
      this.#slug = parsed.data.slug;
      return;
    }
    assertOwn(answer);
    const parent = await this.#get(`api/0/organizations/${org}/`);
    assertOwn(parent);
    throw new Unreadable(parent.status === 200 ? "wrong_project" : "wrong_organisation", 404, answer.detail);
  }

  async find(eventId: string): Promise<Found | null> {
    const { organisation, project } = this.place;
    const org = encodeURIComponent(organisation);
    await this.#assertProject();
    const answer = await this.#get(`api/0/projects/${org}/${project}/events/${eventId}/`);
    assertOwn(answer);
    if (answer.status === 404) return null;
    const parsed = EventAnswer.safeParse(answer.body);
    if (!parsed.success) throw new Unreadable("truncated", 200, "the event's answer has an unknown shape");
    const { groupID } = parsed.data;
    const link = this.place.link(groupID ? encodeURIComponent(groupID) : null, eventId);
    const event = storedEventOf(parsed.data, link);
    if (event.eventId !== eventId)
      throw new Unreadable("other_event", 200, "the answer is about another event");
    if (isUnresolved(event.frames)) {
      const trouble = await this.#mapTrouble(eventId);
      if (trouble) event.mapTrouble = trouble;
    }
    return { event, clockSkewMs: answer.clockSkewMs };
  }

  /** An explanation only: whatever keeps us from it must not cost the event. */
  async #mapTrouble(eventId: string): Promise<MapTrouble | null> {
    const { organisation, project } = this.place;
    const path = `api/0/projects/${encodeURIComponent(organisation)}/${project}/events/${eventId}/source-map-debug/`;
    try {
      const answer = await this.#get(path);
      return answer.status === 200 ? mapTrouble(answer.body) : null;
    } catch {
      return null;
    }
  }

  async count(eventIds: readonly string[]): Promise<ReadonlyMap<string, Counted> | null> {
    const query = eventIds.map((id) => `message:"*${id}*"`).join(" OR ");
    const rows = await this.#search(eventIds.length > 1 ? `(${query})` : query);
    if (rows === null) return null;
    // On a full page, one id's many copies may have pushed another's only one out: each is asked for alone.
    if (rows.length >= PAGE && eventIds.length > 1) return this.#countEach(eventIds);
    return new Map(
      eventIds.map((id) => {
        const hits = rows.filter((row) => `${row.message ?? ""} ${row.title ?? ""}`.includes(id));
        const ids = new Set(hits.map((row) => row.id.replaceAll("-", "")));
        return [id, { events: ids.size, own: ids.has(id) }];
      }),
    );
  }

  async #countEach(eventIds: readonly string[]): Promise<ReadonlyMap<string, Counted> | null> {
    const counts = new Map<string, Counted>();
    for (const id of eventIds) {
      const one = await this.count([id]);
      if (one === null) return null;
      counts.set(id, one.get(id) ?? { events: 0, own: false });
    }
    return counts;
  }

  /** Needs `org:read`, and a plan that has it; without, though events are read all the same, it gives null. */
  async discards(since: number, category: DiscardCategory): Promise<readonly Discard[] | null> {
    const org = encodeURIComponent(this.place.organisation);
    try {
      const answer = await this.#get(
        `api/0/organizations/${org}/stats_v2/?${discardsQuery(this.place.project, since, category)}`,
      );
      return discardsIn(answer.body);
    } catch (error) {
      if (Unreadable.is(error) && (error.why === "forbidden" || error.why === "denied")) return null;
      throw error;
    }
  }

  async onTrace(traceId: string): Promise<readonly Traced[] | null> {
    const rows = await this.#search(`trace:${traceId}`);
    const traced = rows?.map(({ id, title, message }) => ({
      eventId: id.replaceAll("-", ""),
      title: title ?? message ?? "",
    }));
    return traced ?? null;
  }

  /** A server of before there was this dataset answers 400: it cannot search spans, whatever is wrong with it. */
  async spans(traceId: string, runId: string | null): Promise<readonly StoredSpan[] | null> {
    try {
      const ofRun = runId === null ? "" : ` ${RUN_ATTRIBUTE}:${runId}`;
      const rows = await this.#all("spans", `trace:${traceId}${ofRun}`, SPAN_FIELDS);
      return rows && rowsOf(SpanRow, rows).map(storedSpanOf);
    } catch (error) {
      if (Unreadable.is(error) && error.why === "bad_request") return null;
      throw error;
    }
  }

  /** The newest errors of the last day that a query finds, one page of them; null where there is no search. */
  async #search(query: string): Promise<z.infer<typeof EventRow>[] | null> {
    const page = await this.#page("errors", query, ["id", "message", "title", "timestamp"]);
    return page && rowsOf(EventRow, page.rows);
  }

  /**
   * All pages of a search. Rejects with `Unreadable` where there are too many: some of them would pass for all. Most traces
   * fit on one page, which needs no order: a server that refuses to sort must not cost them their spans.
   */
  async #all(dataset: Dataset, query: string, fields: readonly string[]): Promise<unknown[] | null> {
    const only = await this.#page(dataset, query, fields);
    if (only === null) return null;
    if (nextCursor(only) === null) return only.rows;
    const rows: unknown[] = [];
    let cursor: string | null = null;
    for (let pages = 0; pages < MOST_PAGES; pages++) {
      // Rows that the order leaves equal, as a trace's spans of one second, may change places from page to page.
      const order: Record<string, string> = { sort: "span_id", ...(cursor !== null && { cursor }) };
      const page: Page | null = await this.#page(dataset, query, fields, order);
      if (page === null) return null;
      rows.push(...page.rows);
      cursor = nextCursor(page);
      if (cursor === null) return rows;
    }
    throw new Unreadable("truncated", 200, `the search finds more than ${MOST_PAGES * PAGE} ${dataset}`);
  }

  async #page(
    dataset: Dataset,
    query: string,
    fields: readonly string[],
    order: Readonly<Record<string, string>> = {},
  ): Promise<Page | null> {
    const org = encodeURIComponent(this.place.organisation);
    await this.#assertProject();
    const params = new URLSearchParams({
      dataset,
      query,
      project: this.place.project,
      statsPeriod: "24h",
      per_page: String(PAGE),
      ...order,
    });
    for (const field of fields) params.append("field", field);
    const answer = await this.#get(`api/0/organizations/${org}/events/?${params}`);
    // The project was just read in this organisation: a backend without this address cannot search.
    if (answer.status === 404) return null;
    const parsed = SearchAnswer.safeParse(answer.body);
    if (!parsed.success) throw new Unreadable("truncated", 200, "the search's answer has an unknown shape");
    return { rows: parsed.data.data, next: answer.next };
  }
}
