import { randomUUID } from "node:crypto";
import { createServer, type Server } from "node:http";

/** An event that the fake holds: what the SDK sent, and where Bugsink put it. */
export interface Held {
  id: string;
  eventId: string;
  issue: string;
  at: number;
  data: unknown;
}

const uuid = (plain: string) => plain.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
const PAGE = 3;

/** Speaks Bugsink's canonical API as version 2.6 answers it, with pages of three rows. */
export class FakeBugsink {
  readonly project = "4";
  key = "b".repeat(32);
  readonly token = "c".repeat(40);
  asked: string[] = [];
  /** Answers in place of the API where the path matches. */
  fault: { path: RegExp; status: number } | null = null;
  /** How many events the project keeps at the most. */
  retention = 10_000;
  readonly #events: Held[] = [];
  #server: Server | null = null;
  url = "";

  async start(): Promise<void> {
    this.#server = createServer((request, response) => {
      const path = request.url ?? "";
      this.asked.push(path);
      const { status, body } =
        request.headers.authorization === `Bearer ${this.token}`
          ? this.#answer(new URL(path, "http://bugsink.example"))
          : { status: 401, body: { detail: "Invalid Bearer token." } };
      response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
    });
    await new Promise<void>((ready) => this.#server?.listen(0, "127.0.0.1", ready));
    const address = this.#server.address();
    this.url = `http://127.0.0.1:${typeof address === "object" && address ? address.port : 0}`;
  }

  async stop(): Promise<void> {
    this.#server?.closeAllConnections();
    await new Promise((closed) => this.#server?.close(closed));
  }

  hold(event: Partial<Held> & { eventId: string }): Held {
    const held = { id: randomUUID(), issue: randomUUID(), at: Date.now(), data: {}, ...event };
    this.#events.push(held);
    return held;
  }

  #answer(url: URL): { status: number; body: unknown } {
    const path = url.pathname.replace("/api/canonical/0/", "");
    if (this.fault?.path.test(url.pathname))
      return {
        status: this.fault.status,
        body: {
          detail:
            this.fault.status === 403 ? "This token is not allowed to access this project." : "Not found.",
        },
      };
    if (path === `projects/${this.project}/`) return { status: 200, body: this.#project() };
    if (path === "issues/") return { status: 200, body: this.#page(url, this.#issues()) };
    if (path === "events/") {
      const rows = this.#events
        .filter((one) => one.issue === url.searchParams.get("issue"))
        .reverse()
        .map(row);
      return { status: 200, body: this.#page(url, rows) };
    }
    const one = this.#events.find(({ id }) => path === `events/${id}/`);
    if (one) return { status: 200, body: { ...row(one), data: one.data, stacktrace_md: "" } };
    return { status: 404, body: { detail: "Not found." } };
  }

  #project() {
    return {
      id: 4,
      dsn: `http://${this.key}@bugsink.example/4`,
      name: "app",
      stored_event_count: this.#events.length,
      retention_max_event_count: this.retention,
    };
  }

  #issues() {
    return [...new Set(this.#events.map((one) => one.issue))]
      .map((id) => ({ id, events: this.#events.filter((one) => one.issue === id) }))
      .map(({ id, events }) => ({ id, seen: Math.max(...events.map((one) => one.at)), count: events.length }))
      .sort((a, b) => b.seen - a.seen)
      .map(({ id, seen, count }) => ({
        id,
        project: 4,
        last_seen: new Date(seen).toISOString(),
        digested_event_count: count,
      }));
  }

  /** Bugsink's `next` is an absolute address, of the host that Bugsink believes to have. */
  #page(url: URL, rows: unknown[]) {
    const from = Number(url.searchParams.get("cursor") ?? 0);
    const next = new URL(url);
    next.searchParams.set("cursor", String(from + PAGE));
    return {
      next: from + PAGE < rows.length ? next.href : null,
      previous: null,
      results: rows.slice(from, from + PAGE),
    };
  }
}

const row = ({ id, eventId, issue, at }: Held) => ({
  id,
  event_id: uuid(eventId),
  issue,
  project: 4,
  ingested_at: new Date(at).toISOString(),
  digested_at: new Date(at).toISOString(),
});
