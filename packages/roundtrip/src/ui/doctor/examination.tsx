"use client";

import { type ReactNode, useEffect, useState } from "react";
import type { DoctorAnswer } from "#doctor/finding.js";

interface Props {
  answer: DoctorAnswer;
  /** When that was found, ISO 8601. */
  at: string;
  /** The same, as the server has rendered it. */
  children: ReactNode;
}

/**
 * What the server found, until this browser has added what it alone knows, and what both find once anything is new. That part
 * is loaded here only.
 */
export function Examination({ answer, at, children }: Props) {
  const [shown, setShown] = useState(children);
  useEffect(() => {
    const life = new AbortController();
    const show = (found: ReactNode) => life.signal.aborted || setShown(found);
    void import("./with-browser.js").then(({ keepExamined }) =>
      keepExamined({ answer, at }, show, life.signal),
    );
    return () => life.abort();
  }, [answer, at]);
  return shown;
}
