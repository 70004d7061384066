import type { StoreFacts } from "#doctor/facts.js";
import type { Finding } from "#doctor/finding.js";

const WHY = "Without it no check can be fired: firing answers 503.";

/** Whether runs can be kept. */
export function examineStore({ reachable, owner, label }: StoreFacts): Finding[] {
  const isFile = label.startsWith("SQLite");
  if (reachable === true)
    return [
      { code: "store_ok", level: "ok", title: "Run store", what: `${label} answers.`, why: "", change: "" },
    ];
  if (reachable === "slow")
    return [
      {
        code: "store_slow",
        level: "fail",
        title: "The run store does not answer in time",
        what: `${label} did not answer in time. It was asked twice.`,
        why: WHY,
        change: isFile
          ? "Examine again. If it happens again, look at the load and the disk of this server, and for another process that keeps the file locked."
          : "Examine again. If it happens again, look at the load of the store, and for a firewall between it and this server that drops connections.",
      },
    ];
  if (owner)
    return [
      {
        code: "store_of_other_app",
        level: "fail",
        title: "The run store is another app's",
        what: `${label} keeps the runs of ${owner}, which is not this app.`,
        why: `${WHY} Two apps in one database would follow and judge each other's runs.`,
        change: `STORE_URL=<a database of this app's own>. If ${owner} is what this app was called before, run in that database: DELETE FROM owner. Then restart the app.`,
      },
    ];
  return [
    {
      code: "store_unreachable",
      level: "fail",
      title: isFile ? "The run store cannot be opened" : "The run store cannot be reached",
      what: isFile ? `${label} cannot be read or written.` : `${label} refused the connection, or broke it.`,
      why: WHY,
      change: isFile
        ? "STORE_URL=file:<a path in a folder that this process may write to, on a disk that is not full>"
        : "STORE_URL=<the address at which this server reaches its run store>, or start what should listen there",
    },
  ];
}
