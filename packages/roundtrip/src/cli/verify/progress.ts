import { duration, oneLine } from "#cli/text.js";
import { waitingFor } from "#cli/wait.js";
import { counted } from "#verdict/text/plural.js";
import type { Progress, Reporter } from "./run.js";

/**
 * Plain lines as things happen, for logs. Says nothing twice.
 * @param aside where it is said that nothing happens yet
 */
export function plainProgress(write: (line: string) => void, aside: (line: string) => void): Reporter {
  const said = new Set<string>();
  return (progress) => {
    const into = progress.kind === "slow" ? aside : write;
    for (const line of lines(progress)) {
      if (said.has(line)) continue;
      said.add(line);
      into(oneLine(line));
    }
  };
}

function lines(progress: Progress): string[] {
  switch (progress.kind) {
    case "waiting":
      return [`waiting for ${progress.commit}: ${progress.seen}`];
    case "slow":
      return [waitingFor(progress.url)];
    case "fired":
      return [
        `fired ${counted(progress.runs.length, "check")} at release ${progress.releaseId}, environment ${progress.environment}`,
        ...progress.runs.map(({ check, run }) => `${check}: run ${run ?? "-"}`),
      ];
    case "run": {
      const { check, run } = progress;
      return run.stages.flatMap(({ name, at, detail }) => {
        if (!at) return [];
        const after = duration(Math.max(0, Date.parse(at) - Date.parse(run.firedAt)));
        return [`${check}: ${name} after ${after}${detail ? ` (${detail})` : ""}`];
      });
    }
    case "trouble":
      return [`${progress.check}: trying again: ${progress.message}`];
    case "decided": {
      const { check, verdict, cause, latencyMs } = progress.result;
      const why = cause ? `, ${cause.code}` : "";
      return [`${check}: ${verdict}${latencyMs === null ? "" : ` in ${duration(latencyMs)}`}${why}`];
    }
  }
}
