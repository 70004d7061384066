import { openedRun, Raiser } from "@roundtrip/next/raise/browser";

/** Loaded by a real browser for one run, as a frame of the dashboard or by the command line. */
export default async function BrowserPage({ params }: { params: Promise<{ run: string }> }) {
  const { run } = await params;
  return <Raiser given={await openedRun(run)} />;
}
