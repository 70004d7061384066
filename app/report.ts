"use client";

import { useEffect } from "react";
import { digestOf } from "./digest";

/**
 * Reports what an error boundary caught, unless it came from the server, which has reported it already.
 * The platform's own `reportError` reaches the SDK's global handler; importing the SDK here would cost every
 * page about 7 KB, since the bundler then splits it.
 */
export function useReport(error: unknown): void {
  useEffect(() => {
    if (digestOf(error) === null) reportError(error);
  }, [error]);
}
