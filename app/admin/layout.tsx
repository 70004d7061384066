import "@roundtrip/next/styles.css";
import type { ReactNode } from "react";

/** The sheet of Roundtrip's pages; no other page loads it. */
export default function AdminLayout({ children }: { children: ReactNode }) {
  return children;
}
