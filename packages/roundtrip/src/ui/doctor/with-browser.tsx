import type { ReactNode } from "react";
import { hrefOf } from "#checks/mount/addresses.js";
import type { DoctorAnswer } from "#doctor/finding.js";
import { foundWith } from "#doctor/findings/sdk/browser.js";
import { browserFacts } from "#sentry/sdk/browser/facts.js";
import { NEWS } from "#ui/live/news.js";
import { uncached } from "#ui/live/uncached.js";
import { Findings } from "./findings.js";

interface Examined {
  answer: DoctorAnswer;
  /** ISO 8601. */
  at: string;
}

/** Shows the server's findings, corrected by what only this browser knows; and again whenever the page hears of news. */
export async function keepExamined(
  examined: Examined,
  show: (found: ReactNode) => void,
  signal: AbortSignal,
): Promise<void> {
  let [asked, shown] = [0, 0];
  const latest = async (found: Examined | null) => {
    const mine = ++asked;
    const said = found && <Findings findings={foundWith(found.answer, await browserFacts())} at={found.at} />;
    if (!said || mine < shown) return;
    shown = mine;
    show(said);
  };
  document.addEventListener(NEWS, () => void examinedAgain(signal).then(latest), { signal });
  await latest(examined);
}

/** What the doctor finds now; null where it does not say: then what was found stays, with its time. */
async function examinedAgain(signal: AbortSignal): Promise<Examined | null> {
  try {
    const response = await uncached(fetch, hrefOf("/api/health/sentry/doctor"), { signal });
    return response.ok ? { answer: await response.json(), at: new Date().toISOString() } : null;
  } catch {
    return null;
  }
}
