import { connection } from "next/server";
import type { ReactNode } from "react";

export default async function RootLayout({ children }: { children: ReactNode }) {
  await connection();
  const { COMPARISON, SENTRY_DSN, SENTRY_ENVIRONMENT, SENTRY_PROJECT, COMMIT_SHA } = process.env;
  const variables = JSON.stringify({ SENTRY_DSN, SENTRY_ENVIRONMENT, SENTRY_PROJECT, COMMIT_SHA });
  return (
    <html lang="en" data-wiring={COMPARISON} data-variables={variables}>
      <body>{children}</body>
    </html>
  );
}
