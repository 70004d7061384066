"use client";

import { useEffect, useState } from "react";

const TICK_MS = 100;

/** Seconds since it appeared, for the eye alone: the live region says what happened. */
export function Elapsed() {
  const [tenths, setTenths] = useState(0);
  useEffect(() => {
    const began = performance.now();
    const timer = setInterval(() => setTenths(Math.floor((performance.now() - began) / TICK_MS)), TICK_MS);
    return () => clearInterval(timer);
  }, []);
  return (
    <span className="label" aria-hidden="true">
      {(tenths / 10).toFixed(1)} s
    </span>
  );
}
