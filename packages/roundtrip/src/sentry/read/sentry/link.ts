/** Where people look at an event, by its group (null when it has none) and id. */
export type EventLink = (group: string | null, eventId: string) => string;

/** Sentry SaaS gives each organisation a host of its own, whatever region its data is in. */
export function saasLink(webUrl: string, organisation: string): EventLink {
  const web = new URL(webUrl);
  const base = `${web.protocol}//${organisation}.${web.host}`;
  return (group, eventId) =>
    group === null
      ? `${base}/projects/?query=${eventId}`
      : `${base}/issues/${encodeURIComponent(group)}/events/${eventId}/`;
}

export function selfHostedLink(webUrl: string, organisation: string): EventLink {
  const base = `${webUrl}/organizations/${encodeURIComponent(organisation)}`;
  return (group, eventId) =>
    group === null
      ? `${base}/projects/?query=${eventId}`
      : `${base}/issues/${encodeURIComponent(group)}/events/${eventId}/`;
}
