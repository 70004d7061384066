"use client";

import { useReport } from "./report";
import { Trouble } from "./trouble";

export default function PageError({ error, retry }: { error: unknown; retry: () => void }) {
  useReport(error);
  return <Trouble error={error} retry={retry} what="This page could not be shown." />;
}
