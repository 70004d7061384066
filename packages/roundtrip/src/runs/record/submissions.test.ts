import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { mintRunId } from "#runs/id.js";
import type { Submission } from "#verdict/evidence/submissions.js";
import { checkNamed, runOf } from "#verdict/testing/runs.js";

const directory = mkdtempSync(join(tmpdir(), "roundtrip-submissions-"));
let keepSubmissions: typeof import("./submissions.js").keepSubmissions;
let store: typeof import("#store/open.js").store;

beforeAll(async () => {
  vi.stubEnv("STORE_URL", `file:${join(directory, "runs.db")}`);
  ({ keepSubmissions } = await import("./submissions.js"));
  ({ store } = await import("#store/open.js"));
});
afterAll(async () => {
  await store().close();
  rmSync(directory, { recursive: true, force: true });
  vi.unstubAllEnvs();
});

let made = 0;
const submitted = (change: Partial<Submission> = {}): Submission => {
  made += 1;
  const base = { id: `c${made}`, role: "main", at: Date.now(), process: "p", runtime: "browser" };
  return { ...base, kind: "accepted", status: 200, project: null, host: null, ...change } as Submission;
};
async function openRun(firedAt = Date.now(), lasts = 60_000): Promise<string> {
  const id = mintRunId(firedAt);
  const parts = [{ role: "main", eventId: id }];
  const run = runOf(checkNamed("sentry"), { id, parts, firedAt, deadline: firedAt + lasts });
  expect(await store().create(run)).toBe(true);
  return id;
}
const kept = async (run: string) => (await store().load(run))?.evidence ?? [];

describe("submissions of edge and browser", () => {
  it("become evidence of their run, told apart from the server's own", async () => {
    const run = await openRun();
    const submission = submitted();
    await keepSubmissions(run, [submission]);
    expect(await kept(run)).toEqual([{ ...submission, id: `browser:${submission.id}`, run }]);
  });

  it("change nothing when they come twice", async () => {
    const run = await openRun();
    const submission = submitted();
    await keepSubmissions(run, [submission]);
    await keepSubmissions(run, [submission]);
    expect(await kept(run)).toHaveLength(1);
  });

  it("are of a time between the firing and now, whatever clock they come from", async () => {
    const firedAt = Date.now() - 1_000;
    const run = await openRun(firedAt);
    await keepSubmissions(run, [submitted({ at: 5 }), submitted({ at: Date.now() + 3_600_000 })]);
    const times = (await kept(run)).map((one) => one.at).sort();
    expect(times[0]).toBe(firedAt);
    expect(times[1]).toBeLessThanOrEqual(Date.now());
  });

  it("are refused for a run that is not known, with 404", async () => {
    await expect(keepSubmissions(mintRunId(), [submitted()])).rejects.toMatchObject({ status: 404 });
  });

  it("are refused once the deadline has passed, with 403", async () => {
    const run = await openRun(Date.now() - 10_000, 5_000);
    await expect(keepSubmissions(run, [submitted()])).rejects.toMatchObject({ status: 403 });
    expect(await kept(run)).toEqual([]);
  });

  it("are refused about an event that the run does not have, with 400 and nothing kept", async () => {
    const run = await openRun();
    await expect(keepSubmissions(run, [submitted(), submitted({ role: "other" })])).rejects.toMatchObject({
      status: 400,
      detail: expect.stringContaining("other"),
    });
    expect(await kept(run)).toEqual([]);
  });

  it("are refused beyond two hundred a run, with 413", async () => {
    const run = await openRun();
    const fifty = () => Array.from({ length: 50 }, () => submitted());
    for (let round = 0; round < 4; round += 1) await keepSubmissions(run, fifty());
    await expect(keepSubmissions(run, [submitted()])).rejects.toMatchObject({ status: 413 });
    expect(await kept(run)).toHaveLength(200);
  });
});
