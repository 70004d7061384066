import { type RateLimiterAbstract, RateLimiterRes } from "rate-limiter-flexible";
import { type Env, env } from "#config/variables.js";
import { HttpProblem } from "#http/problem.js";
import { singleton } from "#state/singleton.js";
import { withTimeout } from "#store/timeout.js";
import { counted } from "#verdict/text/plural.js";
import { type LimitStore, sharedLimitStore } from "./counters.js";

const MINUTE = 60;
const HOUR = 3_600;
/** The canary fires by a schedule: one round a minute is more than any schedule needs. */
const CANARY = { keyPrefix: "canary", points: 60, duration: HOUR } as const;
const ALL = "all";

export type LimitsEnv = Pick<Env, "FIRE_LIMIT_PER_MINUTE" | "FIRE_LIMIT_PER_HOUR">;

function tooMany(detail: string, res: RateLimiterRes): HttpProblem {
  const seconds = Math.max(1, Math.ceil(res.msBeforeNext / 1_000));
  return new HttpProblem(429, "Too Many Requests", `${detail} Try again in ${seconds} s.`, {
    "retry-after": String(seconds),
  });
}

const storeDown = () =>
  new HttpProblem(
    503,
    "Service Unavailable",
    "The store that counts requests cannot be reached: see STORE_URL.",
  );

/** Who has no point left is refused with a count; every other error is the store's. */
function refusal(error: unknown): RateLimiterRes {
  if (error instanceof RateLimiterRes) return error;
  throw error;
}

/** All budgets over one store. The app uses the functions below, which share one of these. */
export class Limits {
  readonly #minute: RateLimiterAbstract;
  readonly #hour: RateLimiterAbstract;
  readonly #canary: RateLimiterAbstract;

  constructor(
    e: LimitsEnv,
    private readonly counts: LimitStore,
  ) {
    const points = e.FIRE_LIMIT_PER_MINUTE;
    this.#minute = counts.limiter({ keyPrefix: "fire-minute", points, duration: MINUTE });
    this.#hour = counts.limiter({
      keyPrefix: "fire-hour",
      points: e.FIRE_LIMIT_PER_HOUR,
      duration: HOUR,
    });
    this.#canary = counts.limiter(CANARY);
  }

  async takeFire(caller: string): Promise<void> {
    const inAll = `The limit of ${counted(this.#hour.points, "firing")} an hour in all is reached.`;
    // Looked at before a caller gets a count of its own: a flood of callers then leaves nothing behind.
    const spent = await this.#inTime(() => this.#hour.get(ALL));
    if (spent && spent.consumedPoints >= this.#hour.points) throw tooMany(inAll, spent);
    await this.#take(
      this.#minute,
      caller,
      `The limit of ${counted(this.#minute.points, "firing")} a minute is reached.`,
    );
    await this.#take(this.#hour, ALL, inAll);
  }

  takeCanary(): Promise<void> {
    return this.#take(this.#canary, ALL, "The canary's budget for this hour is spent.");
  }

  /** Takes one point; refuses with 429 when there is none, with 503 when nobody could count. */
  async #take(limiter: RateLimiterAbstract, key: string, detail: string): Promise<void> {
    const refused = await this.#inTime(() => limiter.consume(key).then(() => null, refusal));
    if (refused) throw tooMany(detail, refused);
  }

  #inTime<T>(count: () => Promise<T>): Promise<T> {
    return withTimeout(this.counts.answersWithinMs, count).catch(() => {
      throw storeDown();
    });
  }
}

const limits = (): Promise<Limits> =>
  singleton("limits", async () => new Limits(env(), await sharedLimitStore()));

/**
 * Counts one request that fires, however many checks it fires. Throws an HttpProblem: 429 with Retry-After over
 * FIRE_LIMIT_PER_MINUTE for the caller or FIRE_LIMIT_PER_HOUR in all, 503 when the store cannot count.
 */
export const takeFire = async (caller: string): Promise<void> => (await limits()).takeFire(caller);

/** Counts one round of the canary, whose budget is its own: people cannot starve it, nor it them. */
export const takeCanary = async (): Promise<void> => (await limits()).takeCanary();
