"use client";

import { useReport } from "@roundtrip/next/ui/errors/report";
import { Trouble } from "@roundtrip/next/ui/errors/trouble";

export default function PageError({ error, retry }: { error: unknown; retry: () => void }) {
  useReport(error);
  return <Trouble error={error} retry={retry} what="This page could not be shown." />;
}
