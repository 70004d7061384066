"use client";

import { type ReactNode, useEffect, useState } from "react";
import type { DoctorAnswer } from "#doctor/finding.js";

/** What the server found, as it rendered it, until this browser has added what it alone knows; that part is loaded here only. */
export function Examination({ answer, children }: { answer: DoctorAnswer; children: ReactNode }) {
  const [shown, setShown] = useState(children);
  useEffect(() => {
    let left = false;
    void import("./with-browser.js")
      .then(({ withBrowser }) => withBrowser(answer))
      .then((found) => left || setShown(found));
    return () => {
      left = true;
    };
  }, [answer]);
  return shown;
}
