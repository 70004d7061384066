import { randomBytes } from "node:crypto";
import { headers } from "next/headers";
import { notFound, redirect } from "next/navigation";
import { mayOpenPage } from "#access/authorize.js";
import type { BrowserRun } from "#checks/browser-mark.js";
import { findCheck } from "#checks/catalogue.js";
import { mounted } from "#checks/mount/addresses.js";
import { CAPABILITY_HEADER, issueCapability, runOfCapability } from "#runs/capability.js";
import { announceNews } from "#runs/record/evidence.js";
import { currentTraceId } from "#runs/record/sdk-state.js";
import { store } from "#store/open.js";
import { ofKind } from "#verdict/evidence/kinds.js";
import { RUN_ID } from "#verdict/run.js";

/**
 * The guard of the page that raises in a browser: a run that somebody admitted has minted, opened once, before its
 * deadline. For anybody else, and at any other time, there is no such page. The doctor, who only looks whether it is there, is
 * sent elsewhere.
 */
export async function openedRun(id: string): Promise<BrowserRun> {
  if (!RUN_ID.test(id)) notFound();
  const capability = (await headers()).get(CAPABILITY_HEADER);
  if ((await runOfCapability("page", capability)) === id) redirect(mounted("/admin/sentry"));
  if (!(await mayOpen(id, capability))) notFound();
  const now = await store().now();
  const stored = await store().load(id);
  const check = findCheck(stored?.run.check ?? "");
  if (!stored || !check?.page || now > stored.run.deadline || ofKind(stored.evidence, "opened").length > 0)
    notFound();
  // One id: of several who open it at the same moment, what the first brought is kept, and it alone goes on.
  const base = { id: `opened:${id}`, run: id, role: "main", at: now };
  const proof = randomBytes(16).toString("hex");
  await store().append([{ ...base, kind: "opened", traceId: currentTraceId(), proof }]);
  const [kept] = ofKind((await store().load(id))?.evidence ?? [], "opened");
  if (kept?.proof !== proof) notFound();
  announceNews(id);
  const { name, parts: specs } = check;
  return {
    run: id,
    check: name,
    type: specs[0].content.type,
    proof,
    parts: stored.run.parts,
    capability: await issueCapability("evidence", id),
  };
}

/** The button's frame comes with the session; a browser without one is handed the run's own capability. */
async function mayOpen(id: string, capability: string | null): Promise<boolean> {
  return (await runOfCapability("evidence", capability)) === id || mayOpenPage();
}
