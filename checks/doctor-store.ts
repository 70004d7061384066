import type { Finding } from "./doctor";
import type { StoreFacts } from "./doctor-facts";

/** Whether runs can be kept. */
export function examineStore({ reachable, label }: StoreFacts): Finding[] {
  if (reachable)
    return [
      { code: "store_ok", level: "ok", title: "Run store", what: `${label} answers.`, why: "", change: "" },
    ];
  return [
    {
      code: "store_unreachable",
      level: "fail",
      title: "The run store cannot be reached",
      what: `${label} did not answer in time.`,
      why: "Without it no check can be fired: firing answers 503.",
      change:
        "STORE_URL=<the address at which this server reaches its run store>, or start what should listen there",
    },
  ];
}
