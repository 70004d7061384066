import type { Up } from "./prove";

/**
 * Signs in as a person does, and opens Roundtrip's page. The host may redirect to the same path with a slash, and to no
 * other.
 */
export async function openPage({ url, token }: Up): Promise<string[]> {
  const { origin } = new URL(url);
  const session = await fetch(`${url}/api/health/sentry/session`, {
    method: "POST",
    headers: { "content-type": "application/json", origin },
    body: JSON.stringify({ token }),
  });
  const cookie = session.headers.get("set-cookie")?.split(";")[0];
  if (!cookie) return [`signing in answered ${session.status}`];
  const page = await fetch(`${url}/admin/sentry`, { headers: { cookie } });
  const text = await page.text();
  const at = page.url.replace(/\/$/, "");
  return [
    ...(page.status === 200 ? [] : [`the page answered ${page.status}`]),
    ...(at === `${url}/admin/sentry` ? [] : [`the page is at ${page.url}`]),
    ...(text.includes("Route handler") ? [] : ["the page does not show the check of the route handler"]),
  ];
}
