type Fields = Record<string, unknown>;

/** What SENTRY_SEND_DEFAULT_PII=false lets through of a request's headers. */
const ALLOWED_HEADERS: readonly string[] = ["user-agent", "content-type", "x-request-id"];

/** Span and log attributes about persons, their addresses, and what they sent or were sent. */
const PERSONAL =
  /^(?:user\.|client\.|enduser\.|http\.client_ip|net(?:work)?\.(?:sock\.)?peer\.(?:ip|addr)|http\.re(?:quest|sponse)\.body(?:\.(?!size)|$)|url\.query|http\.query|db\.(?:query|statement)\.param|messaging\.message\.body|process\.command_args)/;
const HEADER = /^http\.re(quest|sponse)\.header\.(.+)$/;
/** Attributes whose value is a URL or a path. */
const URL_NAME = /^(?:url(?:\.full|\.path)?|http\.(?:url|target)|to|from)$/;

/** Attributes spell `user-agent` as `user_agent`. */
const isAllowed = (header: string) => ALLOWED_HEADERS.includes(header.toLowerCase().replaceAll("_", "-"));

const isFields = (value: unknown): value is Fields =>
  value !== null && typeof value === "object" && !Array.isArray(value);

const withoutQuery = (value: unknown): unknown =>
  typeof value === "string" ? value.split(/[?#]/, 1)[0] : value;

/** The attributes of a span or a log, or the data of a breadcrumb, without what may be personal. */
function strictAttributes(attributes: Fields): Fields {
  const kept: Fields = {};
  for (const [name, value] of Object.entries(attributes)) {
    const header = HEADER.exec(name);
    const allowed = header?.[1] === "quest" && isAllowed(header[2] ?? "");
    if (header ? !allowed : PERSONAL.test(name)) continue;
    const wrapped = isFields(value) && "value" in value;
    if (!URL_NAME.test(name)) kept[name] = value;
    else kept[name] = wrapped ? { ...value, value: withoutQuery(value.value) } : withoutQuery(value);
  }
  return kept;
}

function strictRequest({ method, url, headers }: Fields): Fields {
  const allowed = isFields(headers) ? Object.entries(headers).filter(([name]) => isAllowed(name)) : [];
  return { method, url: withoutQuery(url), headers: Object.fromEntries(allowed) };
}

const each = (list: unknown, change: (entry: Fields) => Fields): unknown =>
  Array.isArray(list) ? list.map((entry: unknown) => (isFields(entry) ? change(entry) : entry)) : list;

function withoutVariables(thrown: Fields): Fields {
  const { stacktrace } = thrown;
  if (!isFields(stacktrace)) return thrown;
  const frames = each(stacktrace.frames, ({ vars: _, ...frame }) => frame);
  return { ...thrown, stacktrace: { ...stacktrace, frames } };
}

const exceptions = (holder: unknown): unknown =>
  isFields(holder) ? { ...holder, values: each(holder.values, withoutVariables) } : holder;

const withStrict = (key: string) => (entry: Fields) =>
  isFields(entry[key]) ? { ...entry, [key]: strictAttributes(entry[key]) } : entry;

function strictContexts({ response: _, trace, ...rest }: Fields): Fields {
  return { ...rest, ...(isFields(trace) && { trace: withStrict("data")(trace) }) };
}

/** An event or a transaction without user, host, addresses, cookies, bodies, queries and local variables. */
function strictEvent(event: Fields): Fields {
  const {
    user: _user,
    server_name: _host,
    request,
    exception,
    threads,
    contexts,
    breadcrumbs,
    spans,
    ...rest
  } = event;
  return {
    ...rest,
    ...(isFields(request) && { request: strictRequest(request) }),
    ...(exception !== undefined && { exception: exceptions(exception) }),
    ...(threads !== undefined && { threads: exceptions(threads) }),
    ...(breadcrumbs !== undefined && { breadcrumbs: each(breadcrumbs, withStrict("data")) }),
    ...(spans !== undefined && { spans: each(spans, withStrict("data")) }),
    ...(isFields(contexts) && { contexts: strictContexts(contexts) }),
  };
}

/** The payload of an envelope's item as SENTRY_SEND_DEFAULT_PII=false lets it leave. */
export function strictPayload(type: string, payload: unknown): unknown {
  if (!isFields(payload)) return payload;
  if (type === "span") return { ...payload, items: each(payload.items, withStrict("attributes")) };
  if (type === "log" || type === "trace_metric") {
    const unnamed = ({ "server.address": _, ...rest }: Fields) => rest;
    const strict = withStrict("attributes");
    return {
      ...payload,
      items: each(payload.items, (item) =>
        strict(isFields(item.attributes) ? { ...item, attributes: unnamed(item.attributes) } : item),
      ),
    };
  }
  if (type === "session" || type === "sessions") {
    const { did: _, attrs, ...rest } = payload;
    if (!isFields(attrs)) return rest;
    const { ip_address: _address, ...kept } = attrs;
    return { ...rest, attrs: kept };
  }
  return strictEvent(payload);
}
