import { OWN_CHECKS } from "#verdict/testing/own-checks.js";
import { ABSENT } from "#verdict/testing/situations/absent.js";
import { BROWSERS } from "#verdict/testing/situations/browser.js";
import { CHAIN } from "#verdict/testing/situations/chain.js";
import { CONTROL_FLOW } from "#verdict/testing/situations/control-flow.js";
import { DOUBTED } from "#verdict/testing/situations/doubted.js";
import { HELD } from "#verdict/testing/situations/held.js";
import { LOST } from "#verdict/testing/situations/lost.js";
import { MATCHED } from "#verdict/testing/situations/matched.js";
import { OTHER_INIT } from "#verdict/testing/situations/other-init.js";
import { PLACES } from "#verdict/testing/situations/places.js";
import { REFUSED } from "#verdict/testing/situations/refused.js";
import { TIMELY } from "#verdict/testing/situations/timely.js";
import { TRACED } from "#verdict/testing/situations/traced.js";
import { UNCALLED } from "#verdict/testing/situations/uncalled.js";
import { UNIQUE } from "#verdict/testing/situations/unique.js";
import type { Case } from "./cases.js";

/** Every situation of the judge's tables. */
export const CASES: readonly Case[] = [
  ...REFUSED,
  ...DOUBTED,
  ...LOST,
  ...UNCALLED,
  ...HELD,
  ...MATCHED,
  ...UNIQUE,
  ...TIMELY,
  ...ABSENT,
  ...CHAIN,
  ...PLACES,
  ...CONTROL_FLOW,
  ...BROWSERS,
  ...TRACED,
  ...OTHER_INIT,
  ...OWN_CHECKS,
];
