import "./app.css";
import { ATTRIBUTE, browserSettings } from "@roundtrip/next/browser-settings";
import { sentrySettings } from "@roundtrip/next/sentry";
import type { Metadata } from "next";
import { connection } from "next/server";
import type { ReactNode } from "react";

export const metadata: Metadata = {
  title: { default: "Roundtrip", template: "%s · Roundtrip" },
  description: "Proves that this app's error monitoring works, end to end.",
};

/** DSN, environment and release are read per request: one build serves every environment. */
export default async function RootLayout({ children }: { children: ReactNode }) {
  await connection();
  const settings = sentrySettings();
  const attributes = settings ? { [ATTRIBUTE]: browserSettings(settings) } : {};
  return (
    <html lang="en" {...attributes}>
      <body>{children}</body>
    </html>
  );
}
