import type { ReactNode } from "react";
import { Sheet } from "#ui/parts/sheet.js";

/** Brings the sheet of Roundtrip's pages; no other page loads it. */
export default function RoundtripLayout({ children }: { children: ReactNode }) {
  return <Sheet>{children}</Sheet>;
}
