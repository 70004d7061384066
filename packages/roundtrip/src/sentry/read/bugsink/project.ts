import { z } from "zod";
import type { ApiAnswer, ApiClient } from "#sentry/read/api-client.js";
import { Unreadable } from "#sentry/read/reader.js";
import { EventRow } from "./event.js";

/** How long "this token may read this project" is believed before it is asked again. */
const PROJECT_TTL_MS = 5 * 60_000;
/** The clocks may differ a little even where the answers' dates agree, to the second. */
const GRACE_MS = 10_000;
/** Issues whose newest events are remembered. */
const MOST_ISSUES = 200;

const ProjectAnswer = z.looseObject({ id: z.union([z.string(), z.number()]), dsn: z.string() });
/** Read in Bugsink's source, projects/serializers.py (2.6.2). */
const Retention = z.looseObject({ stored_event_count: z.number(), retention_max_event_count: z.number() });
const IssueRow = z.looseObject({
  id: z.uuid(),
  last_seen: z.iso.datetime({ offset: true }),
  digested_event_count: z.number(),
});
type IssueRow = z.infer<typeof IssueRow>;
const page = <T extends z.ZodType>(row: T) =>
  z.looseObject({ next: z.string().nullish(), results: z.array(row) });
const IssuePage = page(IssueRow);
const EventPage = page(EventRow);

interface Listed {
  /** Events that the issue had when it was listed, all that it ever had; another number means news. */
  had: number;
  /** From when on the list is complete, milliseconds since the epoch on Bugsink's clock. */
  from: number;
  rows: EventRow[];
}

export interface News {
  rows: EventRow[];
  clockSkewMs: number | null;
}

/** The newest events of one Bugsink project, across its issues. */
export class BugsinkProject {
  #readAt = Number.NEGATIVE_INFINITY;
  readonly #issues = new Map<string, Listed>();

  constructor(
    private readonly api: ApiClient,
    private readonly place: { project: string; key: string },
  ) {}

  /** Every event that Bugsink took at or after `time` on our clock, newest first. Rejects with `Unreadable`. */
  async since(time: number): Promise<News> {
    await this.#assertProject();
    const rows: EventRow[] = [];
    let clockSkewMs: number | null = null;
    let from = time - GRACE_MS;
    let path: string | null = this.#path("issues", {
      project: this.place.project,
      sort: "last_seen",
      order: "desc",
    });
    while (path !== null) {
      const { answer, next, results }: Page<IssueRow> = await this.#page(path, IssuePage);
      clockSkewMs ??= answer.clockSkewMs;
      from = time + (clockSkewMs ?? 0) - GRACE_MS;
      const active = results.filter((one) => Date.parse(one.last_seen) >= from);
      for (const issue of active) rows.push(...(await this.#eventsOf(issue, from)));
      path = active.length < results.length ? null : next;
    }
    rows.sort((a, b) => Date.parse(b.ingested_at) - Date.parse(a.ingested_at));
    return { rows, clockSkewMs };
  }

  /** How many events the project holds, where that is as many as it keeps; else null. Rejects with `Unreadable`. */
  async full(): Promise<number | null> {
    const { body } = await this.api.get(`api/canonical/0/projects/${this.place.project}/`);
    const { data } = Retention.safeParse(body);
    return data && data.stored_event_count >= data.retention_max_event_count ? data.stored_event_count : null;
  }

  async #eventsOf(issue: IssueRow, from: number): Promise<EventRow[]> {
    const fresh = (rows: EventRow[]) => rows.filter((one) => Date.parse(one.ingested_at) >= from);
    const before = this.#issues.get(issue.id);
    if (before && before.had === issue.digested_event_count && before.from <= from) return fresh(before.rows);
    const rows: EventRow[] = [];
    let path: string | null = this.#path("events", { issue: issue.id, order: "desc" });
    while (path !== null) {
      const { next, results }: Page<EventRow> = await this.#page(path, EventPage);
      const active = fresh(results);
      rows.push(...active);
      path = active.length < results.length ? null : next;
    }
    this.#issues.delete(issue.id);
    this.#issues.set(issue.id, { had: issue.digested_event_count, from, rows });
    const [oldest] = this.#issues.keys();
    if (this.#issues.size > MOST_ISSUES && oldest !== undefined) this.#issues.delete(oldest);
    return rows;
  }

  /** Before an empty list may mean "not yet", the project itself must have been readable, and the DSN's own. */
  async #assertProject(): Promise<void> {
    if (Date.now() - this.#readAt < PROJECT_TTL_MS) return;
    const { project, key } = this.place;
    const { status, body, detail } = await this.api.get(`api/canonical/0/projects/${project}/`);
    if (status === 404) throw new Unreadable("other_server", 404, detail);
    const parsed = ProjectAnswer.safeParse(body);
    if (!parsed.success) throw new Unreadable("truncated", 200, "the project's answer has an unknown shape");
    const { id, dsn } = parsed.data;
    // Every Bugsink has a project 1: only the key tells them apart.
    const itsKey = URL.canParse(dsn) ? new URL(dsn).username : "";
    if (String(id) !== project || itsKey !== key)
      throw new Unreadable("other_server", 200, "its project of this number has another key");
    this.#readAt = Date.now();
  }

  async #page<T>(
    path: string,
    schema: z.ZodType<{ next?: string | null | undefined; results: T[] }>,
  ): Promise<Page<T>> {
    const answer = await this.api.get(path);
    if (answer.status === 404) {
      // An issue that was deleted since it was listed has no events any more; the list of issues is always there.
      if (path.startsWith(this.#path("events", {}))) return { answer, results: [], next: null };
      throw new Unreadable("server_error", 404, answer.detail);
    }
    const parsed = schema.safeParse(answer.body);
    if (!parsed.success) throw new Unreadable("truncated", 200, "the list's answer has an unknown shape");
    const { next, results } = parsed.data;
    // Its address is the one that Bugsink believes to have; what counts in it is the query.
    const query = next && URL.canParse(next) ? new URL(next).search : null;
    return { answer, results, next: query === null ? null : `${path.split("?")[0]}${query}` };
  }

  #path(list: "issues" | "events", query: Record<string, string>): string {
    return `api/canonical/0/${list}/?${new URLSearchParams(query)}`;
  }
}

interface Page<T> {
  answer: ApiAnswer;
  results: T[];
  /** The path of the next page. */
  next: string | null;
}
