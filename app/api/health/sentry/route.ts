import { RoundtripError } from "@roundtrip/next/checks/errors";
import { firing, noteRaised } from "@roundtrip/next/next/handlers/fire";

export const GET = firing("sentry", (run) => {
  noteRaised(run.id);
  throw new RoundtripError(run.check, run.id);
});
export const POST = GET;
