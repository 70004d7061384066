import { hrefOf } from "#checks/mount/addresses.js";
import type { MintedAnswer } from "#verdict/answer.js";
import type { Submission } from "#verdict/evidence/submissions.js";

/**
 * Opens the page that raises a run's errors in a frame of this one: the errors are its own window's, so that
 * the dashboard stays whole.
 * @returns closes the frame
 */
export function openFrame(minted: MintedAnswer): () => void {
  const frame = document.createElement("iframe");
  frame.hidden = true;
  frame.title = "Raises this check's errors";
  frame.src = minted.page;
  frame.addEventListener("load", () => {
    const problem = problemOf(frame);
    if (problem) void tellNotReached(minted, problem);
  });
  document.body.append(frame);
  return () => frame.remove();
}

/** Why the frame does not hold the page; null when it does. A refused frame holds a document of the browser's own. */
function problemOf(frame: HTMLIFrameElement): { status: number | null; code: string } | null {
  const page = frame.contentDocument;
  if (!page) return { status: null, code: "the browser refused to show it in a frame" };
  const [navigation] =
    (frame.contentWindow?.performance.getEntriesByType("navigation") as PerformanceNavigationTiming[]) ?? [];
  const status = navigation?.responseStatus ?? 200;
  return status === 200 || status === 0 ? null : { status, code: "" };
}

/** The run would be open until its deadline; it explains the verdict, so losing it may be. */
async function tellNotReached(
  { run, capability }: MintedAnswer,
  problem: { status: number | null; code: string },
) {
  const submission: Submission = {
    id: crypto.randomUUID(),
    role: "main",
    at: Date.now(),
    process: crypto.randomUUID(),
    runtime: "browser",
    kind: "not_reached",
    ...problem,
  };
  await fetch(hrefOf(`/api/health/sentry/runs/${run}/evidence`), {
    method: "POST",
    headers: { "content-type": "application/json", "x-check-token": capability },
    body: JSON.stringify([submission]),
  }).catch(() => undefined);
}
