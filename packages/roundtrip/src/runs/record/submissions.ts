import { HttpProblem } from "#http/problem.js";
import { store } from "#store/open.js";
import { type Evidence, EvidenceSchema } from "#verdict/evidence/kinds.js";
import type { Submission } from "#verdict/evidence/submissions.js";
import type { Run } from "#verdict/run.js";

/** What a run keeps of others' words: enough for every part, retries included, and no place to store things. */
const MAX_KEPT = 200;

/**
 * A submission as evidence: of this run whatever it says, under an id that cannot be one of the server's own, at a
 * time between the firing and now, since the sender's clock is its own.
 */
export function evidenceOf(run: Run, submission: Submission, now: number): Evidence {
  if (!run.parts.some((part) => part.role === submission.role))
    throw new HttpProblem(400, "Bad Request", `role: the run has no event ${submission.role.slice(0, 32)}`);
  const at = Math.min(Math.max(submission.at, run.firedAt), now);
  return EvidenceSchema.parse({
    ...submission,
    id: `${submission.runtime}:${submission.id}`,
    run: run.id,
    at,
  });
}

/**
 * Keeps what edge or browser saw of a run, in one piece with what the server has to add to it. Throws an HttpProblem: 404 for a run
 * that is not known, 403 once its deadline has passed, 413 when it holds too much already, in whichever instance that
 * came, 400 for a role that it does not have.
 */
export async function keepSubmissions(
  runId: string,
  submissions: readonly Submission[],
  own: readonly Evidence[] = [],
): Promise<Evidence[]> {
  const stored = await store().load(runId);
  if (!stored) throw new HttpProblem(404, "Unknown run", "there is no run with this id");
  const now = await store().now();
  if (now > stored.run.deadline)
    throw new HttpProblem(403, "Too late", "the run's deadline has passed, and its capability with it");
  const evidence = [...submissions.map((submission) => evidenceOf(stored.run, submission, now)), ...own];
  if (!(await store().appendWithin(MAX_KEPT - submissions.length, runId, evidence)))
    throw new HttpProblem(413, "Content Too Large", `a run keeps ${MAX_KEPT} facts from outside`);
  return evidence;
}
