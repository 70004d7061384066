import { gzipSync } from "node:zlib";
import { chromium as playwright } from "@playwright/test";
import { chromium } from "@/local/chromium";
import type { Stack } from "@/local/stack";
import { type Figure, figure } from "../figure";

const GOAL_BYTES = 10_000;
const GZIP_LEVEL = 6;

/** JS of /admin/sentry: the scripts that its HTML names, gzipped, above those of a page of the same app that has none of its own. */
export async function page(stack: Stack): Promise<Figure[]> {
  const cookie = await signIn(stack);
  const sizes = await scriptsOf(`${stack.url}/admin/sentry`, cookie);
  const sum = (of: readonly number[]) => of.reduce((all, size) => all + size, 0);
  const total = sum(sizes);
  if (sizes.length === 0) throw new Error("the page names no scripts");
  const above = total - sum(await scriptsOf(`${stack.url}/`, cookie));
  const figures = [
    figure("JS of /admin/sentry above an empty page, gzipped", "bytes", [above], GOAL_BYTES),
    figure("  all of it", "bytes", [total]),
    figure("  its largest script", "bytes", [Math.max(...sizes)]),
  ];
  const transferred = await fetchedByChromium(stack, cookie).catch(() => null);
  if (transferred !== null)
    figures.push(figure("  fetched by Chromium, headers included", "bytes", [transferred]));
  return figures;
}

/** The size of each script that a page's HTML names. */
async function scriptsOf(page: string, cookie: string): Promise<number[]> {
  const html = await text(page, { cookie });
  const scripts = [...html.matchAll(/<script[^>]*>/g)].map(([tag]) => tag);
  const urls = scripts.flatMap((tag) => {
    // Browsers that know modules never load it.
    if (/\snomodule/i.test(tag)) return [];
    const src = /\ssrc="([^"]+)"/.exec(tag)?.[1];
    return src ? [new URL(src.replaceAll("&amp;", "&"), page).href] : [];
  });
  return Promise.all([...new Set(urls)].map(async (url) => gzipped(await text(url))));
}

const gzipped = (script: string): number => gzipSync(script, { level: GZIP_LEVEL }).length;

async function text(url: string, headers: Record<string, string> = {}): Promise<string> {
  const response = await fetch(url, { headers });
  if (!response.ok) throw new Error(`${url} answered ${response.status}`);
  return response.text();
}

async function signIn(stack: Stack): Promise<string> {
  const response = await fetch(`${stack.url}/api/health/sentry/session`, {
    method: "POST",
    headers: { "content-type": "application/json", origin: stack.url },
    body: JSON.stringify({ token: stack.token }),
  });
  const cookie = response.headers.get("set-cookie")?.split(";")[0];
  if (!cookie) throw new Error(`signing in answered ${response.status}`);
  return cookie;
}

/** Bytes over the wire for scripts, until the network is quiet. */
async function fetchedByChromium(stack: Stack, cookie: string): Promise<number> {
  const browser = await playwright.launch(chromium());
  try {
    const context = await browser.newContext();
    const [name = "", value = ""] = cookie.split(/=(.*)/s);
    await context.addCookies([{ name, value, url: stack.url }]);
    const tab = await context.newPage();
    const session = await context.newCDPSession(tab);
    await session.send("Network.enable");
    const scripts = new Set<string>();
    let bytes = 0;
    session.on("Network.responseReceived", ({ requestId, type }) => {
      if (type === "Script") scripts.add(requestId);
    });
    session.on("Network.loadingFinished", ({ requestId, encodedDataLength }) => {
      if (scripts.has(requestId)) bytes += encodedDataLength;
    });
    await tab.goto(`${stack.url}/admin/sentry`, { waitUntil: "networkidle" });
    return bytes;
  } finally {
    await browser.close();
  }
}
