import { guard, readJson } from "#access/guard.js";
import { findCheck } from "#checks/catalogue.js";
import { hrefOf } from "#checks/mount/addresses.js";
import { NONCE, NONCE_SHAPE } from "#checks/nonce.js";
import { HttpProblem } from "#http/problem.js";
import { mintRun } from "#next/handlers/fire.js";
import { issueCapability } from "#runs/capability.js";
import { RUN_HEADER } from "#runs/header.js";
import { nonceOf } from "#runs/nonce.js";
import { isListed } from "#state/listed-checks.js";
import { store } from "#store/open.js";
import { type FiredUnder, type MintedAnswer, MintRequestSchema } from "#verdict/answer.js";

/** What was fired under a nonce: none is an answer too, since then nothing was. */
export const GET = guard("read", async (request) => {
  const nonce = new URL(request.url).searchParams.get("nonce") ?? "";
  if (!NONCE.test(nonce)) throw new HttpProblem(400, "Malformed nonce", `nonce: must be ${NONCE_SHAPE}`);
  const runs = await store().firedUnder(nonce);
  const body: FiredUnder = {
    nonce,
    runs: runs.map((one) => ({ ...one, href: hrefOf(`/api/health/sentry/runs/${one.run}`) })),
  };
  return Response.json(body);
});

/** Mints a run for a check that only a browser can fire; the browser then raises its errors by itself. */
export const POST = guard("fire", async (request, admitted) => {
  const { check: name, expect } = await readJson(request, MintRequestSchema);
  const check = findCheck(name);
  if (!check)
    throw new HttpProblem(404, "Unknown check", `check: there is none of the name ${name.slice(0, 64)}`);
  if (!isListed(check.name))
    throw new HttpProblem(
      404,
      "Unknown check",
      `check: this app does not list ${check.name} in its roundtrip.ts`,
    );
  if (!check.page)
    throw new HttpProblem(400, "Not a browser's check", `check: fire ${check.name} at ${hrefOf(check.path)}`);
  const run = await mintRun(check, admitted, nonceOf(request), expect);
  const body: MintedAnswer = {
    status: "ok",
    check: run.check,
    run: run.id,
    href: hrefOf(`/api/health/sentry/runs/${run.id}`),
    parts: run.parts,
    page: hrefOf(`${check.page}/${run.id}`),
    capability: await issueCapability("evidence", run.id),
  };
  return Response.json(body, { status: 201, headers: { [RUN_HEADER]: run.id, location: body.href } });
});
