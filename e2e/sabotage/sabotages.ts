import { isReadAnew } from "./altered/patches";
import { type Sabotage, waitsForDeadline } from "./sabotage";
import { browserWays } from "./ways/browser";
import { browserFaults } from "./ways/browser-code";
import { caches } from "./ways/cache";
import { codeFaults } from "./ways/code";
import { address, dsn } from "./ways/dsn";
import { edgeFaults } from "./ways/edge";
import { inPlace } from "./ways/in-place";
import { ingestAnswers } from "./ways/ingest";
import { inngest } from "./ways/inngest";
import { integrations } from "./ways/integration";
import { lifecycle } from "./ways/lifecycle";
import { reading } from "./ways/read";
import { stopping } from "./ways/stopping";
import { stored } from "./ways/stored";
import { tracing } from "./ways/trace";

const ALL: readonly Sabotage[] = [
  ...stored,
  ...ingestAnswers,
  ...reading,
  ...inngest,
  ...dsn,
  ...address,
  ...caches,
  ...inPlace,
  ...lifecycle,
  ...stopping,
  ...codeFaults,
  ...integrations,
  ...browserWays,
  ...browserFaults,
  ...edgeFaults,
  ...tracing,
];

/** One process serves those of equal rank: each needs nothing of its own, or only a near deadline. */
const rank = (one: Sabotage): number =>
  (one.env || (one.fault && !isReadAnew(one.fault)) || one.alone ? 2 : 0) + (waitsForDeadline(one) ? 1 : 0);

/** Every way in which the system is broken on purpose, in an order that rarely restarts the app. */
export const SABOTAGES: readonly Sabotage[] = [...ALL].sort((a, b) => rank(a) - rank(b));
