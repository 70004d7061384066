import type { Metadata } from "next";
import { notFound } from "next/navigation";
import type { ReactNode } from "react";
import * as causes from "./pages/causes.js";
import * as checks from "./pages/checks.js";
import * as history from "./pages/history.js";
import * as run from "./pages/run.js";
import * as signIn from "./pages/sign-in.js";

/** What Next hands the page of a catch-all route, whatever its file calls it. */
interface Props {
  params: Promise<Record<string, string | string[] | undefined>>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

interface Page {
  metadata: Metadata;
  show(searchParams: Props["searchParams"]): Promise<ReactNode>;
}

const PAGES: Readonly<Record<string, Page>> = {
  "": { metadata: checks.metadata, show: () => checks.default() },
  causes: { metadata: causes.metadata, show: () => causes.default() },
  history: { metadata: history.metadata, show: (searchParams) => history.default({ searchParams }) },
  "sign-in": { metadata: signIn.metadata, show: (searchParams) => signIn.default({ searchParams }) },
};

async function pageAt(params: Props["params"]): Promise<Page | undefined> {
  const segments = Object.values(await params).flat();
  const [first = "", id, ...more] = segments;
  if (first === "runs" && id && more.length === 0)
    return { metadata: run.metadata, show: () => run.default({ params: Promise.resolve({ id }) }) };
  return id === undefined && Object.hasOwn(PAGES, first) ? PAGES[first] : undefined;
}

/** For a host that takes one title for all pages; `generateMetadata` gives each its own. */
export const metadata: Metadata = { title: "Roundtrip", robots: { index: false } };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return (await pageAt(params))?.metadata ?? {};
}

/** All pages of Roundtrip, for app/(roundtrip)/admin/sentry/[[...roundtrip]]/page.tsx. */
export default async function RoundtripPage({ params, searchParams }: Props): Promise<ReactNode> {
  const page = await pageAt(params);
  if (!page) notFound();
  return page.show(searchParams);
}
