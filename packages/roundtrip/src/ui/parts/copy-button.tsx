"use client";

import { useEffect, useState } from "react";

const SAID_MS = 2_500;

/** Copies a text; says in words whether that worked, since browsers refuse it outside https and localhost. */
export function CopyButton({ text, label }: { text: string; label: string }) {
  const [said, setSaid] = useState<string | null>(null);
  useEffect(() => {
    if (said === null) return;
    const timer = setTimeout(() => setSaid(null), SAID_MS);
    return () => clearTimeout(timer);
  }, [said]);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      setSaid("Copied");
    } catch {
      setSaid("The browser refused to copy");
    }
  };
  return (
    <button type="button" className="quiet" onClick={() => void copy()}>
      {label}
      <span role="status" className="font-semibold text-line empty:hidden">
        {said}
      </span>
    </button>
  );
}
