import { pageAt } from "#cli/http/base.js";
import type { Cause } from "#verdict/answer.js";

/**
 * The line that leads to the app's own page about a cause; none where the app is too old to have one, or where what
 * answers names a page of somebody else.
 * @param url of the app that gave the verdict
 */
export function aboutCause({ href }: Cause, url: string): string[] {
  if (!href || !URL.canParse(href, url)) return [];
  const page = new URL(href.startsWith("/") && !href.startsWith("//") ? pageAt(url, href) : href, url);
  return page.origin === new URL(url).origin ? [`about: ${page.href}`] : [];
}
