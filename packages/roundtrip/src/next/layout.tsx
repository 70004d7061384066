import "#styles.css";
import type { ReactNode } from "react";

/** Brings the sheet of Roundtrip's pages; no other page loads it. */
export default function RoundtripLayout({ children }: { children: ReactNode }) {
  return children;
}
