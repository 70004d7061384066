import * as Sentry from "@sentry/nextjs";
import { INNGEST_MECHANISM } from "#checks/contents.js";

/**
 * Reports the error that ended a task, as unhandled: nobody caught it but Inngest.
 * @param delivery `run id:attempt`; Inngest may deliver one attempt twice, which is not a second failure
 */
export function reportTaskError(error: unknown, delivery: string, tags: Record<string, string>): void {
  Sentry.captureException(error, {
    mechanism: { type: INNGEST_MECHANISM, handled: false },
    // The middleware gives the answer out once it has been sent.
    data: { delivery, held: "answer" },
    captureContext: { tags },
  });
}

type Epilogue = (delivery: string, tags: Record<string, string>) => void;
/** Runs whose report has an epilogue; each entry lives for one call of its function. */
const epilogues = new Map<string, Epilogue>();

/** Lets a function report more, in the same process, right after its own failure was reported. */
export function afterReport(inngestRun: string, epilogue: Epilogue): void {
  epilogues.set(inngestRun, epilogue);
}

/** Takes the epilogue of a run, so that it runs once. */
export function takeEpilogue(inngestRun: string): Epilogue | undefined {
  const epilogue = epilogues.get(inngestRun);
  epilogues.delete(inngestRun);
  return epilogue;
}

type AfterSpan = () => void;
/** As the epilogues, for what must come after the task's span has ended. */
const afterSpans = new Map<string, AfterSpan>();

/** Lets a function report once its span has ended, in the same process and on the same trace. */
export function afterSpan(inngestRun: string, report: AfterSpan): void {
  afterSpans.set(inngestRun, report);
}

/** Takes what a run has to report after its span, so that it is reported once. */
export function takeAfterSpan(inngestRun: string): AfterSpan | undefined {
  const report = afterSpans.get(inngestRun);
  afterSpans.delete(inngestRun);
  return report;
}
