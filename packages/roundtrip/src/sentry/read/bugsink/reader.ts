import type { z } from "zod";
import type { ApiClient } from "#sentry/read/api-client.js";
import {
  type Counted,
  type Discard,
  type Found,
  type Reader,
  type Traced,
  Unreadable,
} from "#sentry/read/reader.js";
import { EventDetail, type EventRow, plainId, storedEventOf } from "./event.js";
import { BugsinkProject } from "./project.js";

export interface BugsinkPlace {
  /** The DSN's numeric project id and its key. */
  project: string;
  key: string;
  webUrl: string;
}

/** Bodies that are read for one search; a project with more news than that is not searched. */
const MOST_READ = 50;
/** Bodies remembered, so that each is fetched once. */
const MOST_KEPT = 500;

/** What a search needs of an event that was read. */
interface Known {
  eventId: string;
  message: string;
  title: string;
  traceId: string | null;
}

/**
 * Reads from Bugsink's canonical API. It finds no event by the SDK's id, and searches nothing: so what the project
 * got since the firing is listed, and for a search each of those events is read.
 */
export class BugsinkReader implements Reader {
  readonly #news: BugsinkProject;
  readonly #known = new Map<string, Known>();

  constructor(
    private readonly api: ApiClient,
    private readonly place: BugsinkPlace,
  ) {
    this.#news = new BugsinkProject(api, place);
  }

  async find(eventId: string, since: number): Promise<Found | null> {
    const { rows, clockSkewMs } = await this.#news.since(since);
    const row = rows.find((one) => plainId(one.event_id) === eventId);
    if (!row) return null;
    const event = await this.#read(row);
    return event && { event: storedEventOf(event, this.#link(row)), clockSkewMs };
  }

  async count(eventIds: readonly string[], since: number): Promise<ReadonlyMap<string, Counted> | null> {
    const all = await this.#readAll(since);
    if (all === null) return null;
    return new Map(
      eventIds.map((id) => {
        const hits = all.filter((one) => one.message.includes(id));
        return [id, { events: hits.length, own: hits.some((one) => one.eventId === id) }];
      }),
    );
  }

  /** It keeps no such statistics; but a project that holds as many events as it keeps removes some for each new one. */
  async discards(): Promise<readonly Discard[] | null> {
    const count = await this.#news.full();
    return count === null ? null : [{ outcome: "evicted", reason: "retention", count }];
  }

  /** It takes errors and nothing else. */
  async spans(): Promise<null> {
    return null;
  }

  async onTrace(traceId: string, since: number): Promise<readonly Traced[] | null> {
    const all = await this.#readAll(since);
    return (
      all?.filter((one) => one.traceId === traceId).map(({ eventId, title }) => ({ eventId, title })) ?? null
    );
  }

  /** Everything that the project got since then; null when that is too much to read. */
  async #readAll(since: number): Promise<Known[] | null> {
    const { rows } = await this.#news.since(since);
    const unread = rows.filter((row) => !this.#known.has(row.id));
    if (unread.length > MOST_READ) return null;
    // Gathered before anything is read: what is read makes room for itself by what is known.
    const all = rows.flatMap((row) => this.#known.get(row.id) ?? []);
    for (const row of unread) {
      await this.#read(row);
      const known = this.#known.get(row.id);
      if (known) all.push(known);
    }
    return all;
  }

  /** One event with its data; null when it was deleted meanwhile. */
  async #read(row: EventRow): Promise<z.infer<typeof EventDetail> | null> {
    const { status, body } = await this.api.get(`api/canonical/0/events/${row.id}/`);
    if (status === 404) return null;
    const parsed = EventDetail.safeParse(body);
    if (!parsed.success) throw new Unreadable("truncated", 200, "the event's answer has an unknown shape");
    const { id, event_id, project } = parsed.data;
    if (id !== row.id || event_id !== row.event_id || String(project) !== this.place.project)
      throw new Unreadable("other_event", 200, "the answer is about another event");
    this.#keep(row, parsed.data);
    return parsed.data;
  }

  #keep(row: EventRow, detail: z.infer<typeof EventDetail>): void {
    const { eventId, message, type, traceId } = storedEventOf(detail, "");
    const title = type === null ? message : `${type}: ${message}`;
    this.#known.delete(row.id);
    // What was logged with an error names the run where the error's own message cannot.
    const said = detail.data.message;
    const searched = typeof said === "string" && said !== message ? `${message} ${said}` : message;
    this.#known.set(row.id, { eventId, message: searched, title, traceId });
    const [oldest] = this.#known.keys();
    if (this.#known.size > MOST_KEPT && oldest !== undefined) this.#known.delete(oldest);
  }

  #link({ id, issue }: EventRow): string {
    return `${this.place.webUrl}/issues/issue/${issue}/event/${id}/`;
  }
}
