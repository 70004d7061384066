import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { noChromium } from "../sabotage/browser";
import { Ground } from "../sabotage/ground";
import { runSabotage } from "../sabotage/run";
import { needsBrowser, sentence } from "../sabotage/sabotage";
import { SABOTAGES } from "../sabotage/sabotages";

let ground: Ground;

beforeAll(async () => {
  ground = await Ground.start();
});
afterAll(() => ground?.stop());

describe("the prover is proven", () => {
  // Those with faults in the code need a build of their own: `npm run test:sabotage` runs them.
  const quick = SABOTAGES.filter((one) => one.quick && !one.fault);
  const why = noChromium();
  const cannot = why ? quick.filter(needsBrowser) : [];
  const can = quick.filter((one) => !cannot.includes(one));

  if (cannot.length > 0) test.skip.each(cannot.map(sentence))(`%s (${why})`, () => undefined);
  test.each(can.map((one) => [sentence(one), one] as const))("%s", async (_, sabotage) => {
    const results = await runSabotage(ground, sabotage);
    expect(results.length).toBeGreaterThan(0);
    for (const { check, faults, falseGreen } of results)
      expect({ check, faults, falseGreen }).toEqual({ check, faults: [], falseGreen: false });
  });
});
