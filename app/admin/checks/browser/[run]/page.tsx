import { openedRun } from "@roundtrip/next/next/handlers/browser-visit";
import { Raiser } from "@roundtrip/next/ui/browser-run/raiser";

/** Loaded by a real browser for one run, as a frame of the dashboard or by the command line. */
export default async function BrowserPage({ params }: { params: Promise<{ run: string }> }) {
  const { run } = await params;
  return <Raiser given={await openedRun(run)} />;
}
