import { openedRun } from "@roundtrip/next/raise/browser";
import { Basket } from "./basket";

/** Loaded by a real browser for one run, as a frame of the dashboard or by the command line. */
export default async function BasketPage({ params }: { params: Promise<{ run: string }> }) {
  const { run } = await params;
  return <Basket given={await openedRun(run)} />;
}
