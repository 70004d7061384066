import { RoundtripError } from "@/checks/errors";
import { firing, noteRaised } from "@/server/fire";

export const GET = firing("sentry", (run) => {
  noteRaised(run.id);
  throw new RoundtripError(run.check, run.id);
});
export const POST = GET;
