import type { Client } from "#cli/client.js";
import type { Clock } from "#cli/clock.js";
import { CannotRun } from "#cli/errors.js";

const SPACING_MS = 2_000;
const MAX_PAUSE_MS = 30_000;
/** Git's own shortest abbreviation. */
const SHORT_SHA = 7;

interface Waiting {
  client: Client;
  commit: string;
  timeoutMs: number;
  /** Told on every look that did not show the commit: the release that answers, or why none was seen. */
  onOther: (seen: string) => void;
  clock: Clock;
  signal?: AbortSignal | undefined;
}

/**
 * Asks the app which release it is until that is the commit meant. While a deployment goes on anything may
 * answer, so only a refused token ends the waiting early.
 * @returns the release as the app names it, `project@commit`
 */
export async function waitForRelease({
  client,
  commit,
  timeoutMs,
  onOther,
  clock,
  signal,
}: Waiting): Promise<string> {
  const until = clock.now() + timeoutMs;
  for (;;) {
    let pause = SPACING_MS;
    let seen: string;
    try {
      const release = await client.release();
      if (release === null) {
        throw new CannotRun(
          "ADMIN_TOKEN: the server tells its release only to those who hold the token. Set ADMIN_TOKEN to the token that the app runs with.",
        );
      }
      if (namesCommit(release, commit)) return release;
      seen = `the app is ${release}`;
    } catch (error) {
      if (!(error instanceof CannotRun) || !error.again) throw error;
      seen = error.message;
      pause = Math.min(MAX_PAUSE_MS, Math.max(SPACING_MS, error.retryAfterMs ?? 0));
    }
    onOther(seen);
    const left = until - clock.now();
    if (left <= 0) {
      throw new CannotRun(
        `--wait-for-release: ${commit} was not there after ${timeoutMs / 1000} s; ${seen}${seen.endsWith(".") ? "" : "."} Look whether the deployment failed, or raise --wait-release-timeout.`,
      );
    }
    await clock.sleep(Math.min(pause, left), signal);
  }
}

/** A commit may be written short on either side; a full release is compared as it is. */
function namesCommit(release: string, commit: string): boolean {
  const deployed = release.slice(release.lastIndexOf("@") + 1).toLowerCase();
  const meant = commit.toLowerCase();
  if (release === commit || deployed === meant) return true;
  const [short, long] = deployed.length < meant.length ? [deployed, meant] : [meant, deployed];
  return (
    short.length >= SHORT_SHA &&
    /^[0-9a-f]+$/.test(short) &&
    /^[0-9a-f]+$/.test(long) &&
    long.startsWith(short)
  );
}
