"use client";

import { useReport } from "./admin/report";
import { Trouble } from "./admin/trouble";

export default function PageError({ error, retry }: { error: unknown; retry: () => void }) {
  useReport(error);
  return <Trouble error={error} retry={retry} what="This page could not be shown." />;
}
