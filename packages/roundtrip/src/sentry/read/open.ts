import { BugsinkReader } from "#sentry/read/bugsink/reader.js";
import { saasLink, selfHostedLink } from "#sentry/read/sentry/link.js";
import { SentryReader } from "#sentry/read/sentry/reader.js";
import { ApiClient } from "./api-client.js";
import { type Backend, type BackendKind, detectBackend } from "./backend.js";
import { type Reader, type ReaderSettings, Unreadable } from "./reader.js";
import type { AwaitToken } from "./token-bucket.js";

/** What a server says of itself is believed this long; a guess, only as long as the second. */
const CERTAIN_MS = 60 * 60_000;
const GUESSED_MS = 60_000;

/** Sentry's own service, any of its regions. */
export const isSaas = (host: string): boolean => /(^|\.)sentry\.io$/.test(host);

/**
 * Where people open the backend. What it says of itself is believed where that is a host that the operator named, by
 * SENTRY_URL or SENTRY_DSN, or where both are Sentry's own service; else a link of ours would lead where it likes.
 */
export function webUrlOf(said: string, { url, dsnHost }: Pick<ReaderSettings, "url" | "dsnHost">): string {
  const own = url.replace(/\/+$/, "");
  if (!URL.canParse(said)) return own;
  const [web, named] = [new URL(said), new URL(url)];
  const isNamed = web.host === named.host || web.host === dsnHost;
  const isOneService = isSaas(web.hostname) && isSaas(named.hostname) && web.protocol === "https:";
  return isNamed || isOneService ? said : own;
}

type Open = (api: ApiClient, settings: ReaderSettings, backend: Backend) => Reader;

const sentry =
  (link: typeof saasLink): Open =>
  (api, { organisation, project }, { webUrl, certain }) => {
    // What only looks like a Sentry may be a Bugsink behind a maintenance page, which needs no organisation.
    if (organisation === null && !certain)
      throw new Unreadable("not_json", null, "the server does not say what it is");
    if (organisation === null) throw new Unreadable("no_organisation", null, "");
    return new SentryReader(api, { organisation, project, link: link(webUrl, organisation) });
  };

/** Every backend with its reader; docs/backends.md says what each can prove. */
const READERS: Readonly<Record<BackendKind, Open>> = {
  "sentry-saas": sentry(saasLink),
  "sentry-self-hosted": sentry(selfHostedLink),
  bugsink: (api, { project, key }, { webUrl }) => new BugsinkReader(api, { project, key, webUrl }),
  glitchtip: (_api, _settings, { version }) => {
    throw new Unreadable("unsupported", null, `GlitchTip ${version ?? ""}`.trim());
  },
};

/** Reads from whatever answers at SENTRY_URL, once it has said what it is. */
export class OpenReader implements Reader {
  #asking: Promise<Backend> | null = null;
  #until = 0;
  #said: Backend | null = null;
  #open: { kind: BackendKind; webUrl: string; reader: Reader } | null = null;
  readonly #stranger: ApiClient;
  readonly #api: ApiClient;

  constructor(
    private readonly settings: ReaderSettings,
    awaitToken: AwaitToken,
  ) {
    const { url, unnamed, dsnBase } = settings;
    this.#stranger = new ApiClient(unnamed && dsnBase ? dsnBase : url, null, awaitToken);
    this.#api = new ApiClient(settings.url, settings.token, awaitToken);
  }

  /** What answers at SENTRY_URL, or takes the events; everybody who asks at one time shares the question. */
  backend(): Promise<Backend> {
    if (this.#asking && Date.now() < this.#until) return this.#asking;
    // Who was asked: the default of SENTRY_URL is nobody's word where events go to another server.
    const asking = detectBackend(this.#stranger).then((found) => ({
      ...found,
      webUrl: webUrlOf(found.webUrl, { ...this.settings, url: this.#stranger.base }),
    }));
    this.#asking = asking;
    this.#until = Number.POSITIVE_INFINITY;
    asking.then(
      (found) => {
        if (found.certain) this.#said = found;
        this.#until = Date.now() + (found.certain ? CERTAIN_MS : GUESSED_MS);
      },
      () => {
        this.#until = 0;
      },
    );
    return asking;
  }

  /** What it has said that it is; null before it has, and while it only looks like a Sentry. */
  get said(): Backend | null {
    return this.#said;
  }

  /** The project's slug, once it was read; only some backends have one. */
  get slug(): string | null {
    return this.#open?.reader.slug ?? null;
  }

  async #reader(): Promise<Reader> {
    // The token is for a server that somebody has named.
    if (this.settings.unnamed) throw new Unreadable("no_url", null, this.settings.unnamed);
    const backend = await this.backend();
    const { kind, webUrl } = backend;
    // It has said once what it is: that it does not say so now tells of trouble, not of another server.
    if (!backend.certain && this.#open) return this.#open.reader;
    // What a reader remembers is worth keeping while the backend stays the same.
    if (this.#open?.kind !== kind || this.#open.webUrl !== webUrl)
      this.#open = { kind, webUrl, reader: READERS[kind](this.#api, this.settings, backend) };
    return this.#open.reader;
  }

  async find(...asked: Parameters<Reader["find"]>) {
    return (await this.#reader()).find(...asked);
  }

  async count(...asked: Parameters<Reader["count"]>) {
    return (await this.#reader()).count(...asked);
  }

  async discards(...asked: Parameters<Reader["discards"]>) {
    return (await this.#reader()).discards(...asked);
  }

  async spans(...asked: Parameters<Reader["spans"]>) {
    return (await this.#reader()).spans(...asked);
  }

  async onTrace(...asked: Parameters<Reader["onTrace"]>) {
    return (await this.#reader()).onTrace(...asked);
  }
}
