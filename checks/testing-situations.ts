import { ABSENT } from "./testing-absent";
import { BROWSERS } from "./testing-browser";
import type { Case } from "./testing-cases";
import { CHAIN } from "./testing-chain";
import { CONTROL_FLOW } from "./testing-control-flow";
import { DOUBTED } from "./testing-doubted";
import { HELD } from "./testing-held";
import { LOST } from "./testing-lost";
import { MATCHED } from "./testing-matched";
import { OTHER_INIT } from "./testing-other-init";
import { PLACES } from "./testing-places";
import { REFUSED } from "./testing-refused";
import { TIMELY } from "./testing-timely";
import { TRACED } from "./testing-traced";
import { UNCALLED } from "./testing-uncalled";
import { UNIQUE } from "./testing-unique";

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
];
