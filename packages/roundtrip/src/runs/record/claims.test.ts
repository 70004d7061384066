import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { mintRunId } from "#runs/id.js";
import type { Claim } from "#verdict/evidence/claims.js";
import { checkNamed, runOf } from "#verdict/testing/runs.js";

const directory = mkdtempSync(join(tmpdir(), "roundtrip-claims-"));
let keepClaims: typeof import("./claims.js").keepClaims;
let store: typeof import("#store/open.js").store;

beforeAll(async () => {
  vi.stubEnv("STORE_URL", `file:${join(directory, "runs.db")}`);
  ({ keepClaims } = await import("./claims.js"));
  ({ store } = await import("#store/open.js"));
});
afterAll(async () => {
  await store().close();
  rmSync(directory, { recursive: true, force: true });
  vi.unstubAllEnvs();
});

let made = 0;
const claimed = (change: Partial<Claim> = {}): Claim => {
  made += 1;
  const base = { id: `c${made}`, role: "main", at: Date.now(), process: "p", runtime: "browser" };
  return { ...base, kind: "accepted", status: 200, project: null, host: null, ...change } as Claim;
};
async function openRun(firedAt = Date.now(), lasts = 60_000): Promise<string> {
  const id = mintRunId(firedAt);
  const parts = [{ role: "main", eventId: id }];
  const run = runOf(checkNamed("sentry"), { id, parts, firedAt, deadline: firedAt + lasts });
  expect(await store().create(run)).toBe(true);
  return id;
}
const kept = async (run: string) => (await store().load(run))?.evidence ?? [];

describe("claims of edge and browser", () => {
  it("become evidence of their run, told apart from the server's own", async () => {
    const run = await openRun();
    const claim = claimed();
    await keepClaims(run, [claim]);
    expect(await kept(run)).toEqual([{ ...claim, id: `browser:${claim.id}`, run }]);
  });

  it("change nothing when they come twice", async () => {
    const run = await openRun();
    const claim = claimed();
    await keepClaims(run, [claim]);
    await keepClaims(run, [claim]);
    expect(await kept(run)).toHaveLength(1);
  });

  it("are of a time between the firing and now, whatever clock they come from", async () => {
    const firedAt = Date.now() - 1_000;
    const run = await openRun(firedAt);
    await keepClaims(run, [claimed({ at: 5 }), claimed({ at: Date.now() + 3_600_000 })]);
    const times = (await kept(run)).map((one) => one.at).sort();
    expect(times[0]).toBe(firedAt);
    expect(times[1]).toBeLessThanOrEqual(Date.now());
  });

  it("are refused for a run that is not known, with 404", async () => {
    await expect(keepClaims(mintRunId(), [claimed()])).rejects.toMatchObject({ status: 404 });
  });

  it("are refused once the deadline has passed, with 403", async () => {
    const run = await openRun(Date.now() - 10_000, 5_000);
    await expect(keepClaims(run, [claimed()])).rejects.toMatchObject({ status: 403 });
    expect(await kept(run)).toEqual([]);
  });

  it("are refused about an event that the run does not have, with 400 and nothing kept", async () => {
    const run = await openRun();
    await expect(keepClaims(run, [claimed(), claimed({ role: "other" })])).rejects.toMatchObject({
      status: 400,
      detail: expect.stringContaining("other"),
    });
    expect(await kept(run)).toEqual([]);
  });

  it("are refused beyond two hundred a run, with 413", async () => {
    const run = await openRun();
    const fifty = () => Array.from({ length: 50 }, () => claimed());
    for (let round = 0; round < 4; round += 1) await keepClaims(run, fifty());
    await expect(keepClaims(run, [claimed()])).rejects.toMatchObject({ status: 413 });
    expect(await kept(run)).toHaveLength(200);
  });
});
