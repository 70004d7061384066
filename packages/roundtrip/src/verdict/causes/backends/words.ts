import type { Cause } from "#verdict/answer.js";
import type { CauseCode } from "#verdict/causes/catalogue.js";
import type { Run } from "#verdict/run.js";
import { BUGSINK } from "./bugsink.js";
import { GLITCHTIP } from "./glitchtip.js";
import { namedFor } from "./name.js";

/** What to do where the backend has other pages than Sentry, and a configuration of its own. */
export type BackendWords = Readonly<Partial<Record<CauseCode, { remedy: string }>>>;

const WORDS: Readonly<Partial<Record<NonNullable<Run["backend"]>, BackendWords>>> = {
  bugsink: BUGSINK,
  glitchtip: GLITCHTIP,
};

/** A cause as it reads for somebody who uses this backend. */
export function forBackend(cause: Cause, backend: Run["backend"]): Cause {
  const words = backend ? WORDS[backend] : undefined;
  if (!words) return cause;
  const own = words[cause.code as CauseCode];
  return {
    ...cause,
    summary: namedFor(cause.summary, backend),
    remedy: own?.remedy ?? namedFor(cause.remedy, backend),
  };
}

/** What docs and page say beside a cause's own remedy: for each backend that has words of its own, its name and them. */
export const remediesOfOthers = (code: CauseCode): readonly (readonly [string, string])[] =>
  (
    [
      ["Bugsink", BUGSINK],
      ["GlitchTip", GLITCHTIP],
    ] as const
  ).flatMap(([name, words]) => {
    const own = words[code];
    return own ? [[name, own.remedy] as const] : [];
  });
