import type { Metadata } from "next";
import { notFound } from "next/navigation";
import type { ReactNode } from "react";
import { type CatchAll, findPattern, PAGES, segmentsOf } from "./addresses.js";
import * as causes from "./pages/causes.js";
import * as checks from "./pages/checks.js";
import * as doctor from "./pages/doctor.js";
import * as history from "./pages/history.js";
import * as run from "./pages/run.js";
import * as signIn from "./pages/sign-in.js";

interface Props {
  params: CatchAll;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

interface Page {
  metadata: Metadata | ((searchParams: Props["searchParams"]) => Promise<Metadata>);
  show(searchParams: Props["searchParams"], id: string): Promise<ReactNode>;
}

const SHOWN: Readonly<Record<(typeof PAGES)[number], Page>> = {
  "": { metadata: checks.metadata, show: (query) => checks.default({ query }) },
  causes: { metadata: causes.metadata, show: (query) => causes.default({ query }) },
  doctor: { metadata: doctor.metadata, show: () => doctor.default() },
  history: { metadata: history.metadata, show: (searchParams) => history.default({ searchParams }) },
  "runs/*": {
    metadata: run.metadata,
    show: (_, id) => run.default({ params: Promise.resolve({ id }) }),
  },
  "sign-in": { metadata: signIn.metadata, show: (searchParams) => signIn.default({ searchParams }) },
};

export async function generateMetadata({ params, searchParams }: Props): Promise<Metadata> {
  const pattern = findPattern(PAGES, await segmentsOf(params));
  if (pattern === undefined) return {};
  const { metadata } = SHOWN[pattern];
  return typeof metadata === "function" ? metadata(searchParams) : metadata;
}

/** All pages of Roundtrip, for app/(roundtrip)/admin/sentry/[[...roundtrip]]/page.tsx. */
export default async function RoundtripPage({ params, searchParams }: Props): Promise<ReactNode> {
  const segments = await segmentsOf(params);
  const pattern = findPattern(PAGES, segments);
  if (pattern === undefined) notFound();
  return SHOWN[pattern].show(searchParams, segments[1] ?? "");
}
