import { createHash } from "node:crypto";
import { type RateLimiterAbstract, RateLimiterMemory, RateLimiterRes } from "rate-limiter-flexible";
import { counted } from "@/checks/plural";
import { type Env, env } from "./env";
import { type LimitStore, limitStore } from "./limits-store";
import { HttpProblem } from "./problem";

const MINUTE = 60;
const HOUR = 3_600;
const SIGN_IN = { keyPrefix: "signin", points: 5, duration: 15 * MINUTE } as const;
/** The canary fires by a schedule: one round a minute is more than any schedule needs. */
const CANARY = { keyPrefix: "canary", points: 60, duration: HOUR } as const;
const ALL = "all";

/** Addresses fall into this many buckets: a flood of them costs a bounded amount of memory or rows. */
const ADDRESS_BUCKETS = 65_536;

export type LimitsEnv = Pick<
  Env,
  "STORE_URL" | "FIRE_LIMIT_PER_MINUTE" | "FIRE_LIMIT_PER_HOUR" | "SESSION_SECRET"
>;

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

/** Takes one point; refuses with 429 when there is none, with 503 when nobody could count. */
async function take(limiter: RateLimiterAbstract, key: string, detail: string): Promise<void> {
  try {
    await limiter.consume(key);
  } catch (refusal) {
    throw refusal instanceof RateLimiterRes ? tooMany(detail, refusal) : storeDown();
  }
}

/** All budgets over one store. The app uses the functions below, which share one of these. */
export class Limits {
  readonly #store: LimitStore;
  readonly #minute: RateLimiterAbstract;
  readonly #hour: RateLimiterAbstract;
  readonly #signIn: RateLimiterAbstract;
  readonly #canary: RateLimiterAbstract;
  readonly #salt: string;

  static async open(e: LimitsEnv): Promise<Limits> {
    return new Limits(e, await limitStore(e.STORE_URL));
  }

  private constructor(e: LimitsEnv, counts: LimitStore) {
    this.#store = counts;
    this.#salt = e.SESSION_SECRET ?? "";
    const points = e.FIRE_LIMIT_PER_MINUTE;
    this.#minute = this.#store.limiter({ keyPrefix: "fire-minute", points, duration: MINUTE });
    this.#hour = this.#store.limiter({
      keyPrefix: "fire-hour",
      points: e.FIRE_LIMIT_PER_HOUR,
      duration: HOUR,
    });
    // People must get in to see that the store is down: meanwhile each process counts alone.
    const insuranceLimiter = new RateLimiterMemory(SIGN_IN);
    this.#signIn = this.#store.limiter({ ...SIGN_IN, insuranceLimiter });
    this.#canary = this.#store.limiter(CANARY);
  }

  async takeFire(caller: string): Promise<void> {
    const inAll = `The limit of ${counted(this.#hour.points, "firing")} an hour in all is reached.`;
    // Looked at before a caller gets a count of its own: a flood of callers then leaves nothing behind.
    const spent = await this.#hour.get(ALL).catch(() => {
      throw storeDown();
    });
    if (spent && spent.consumedPoints >= this.#hour.points) throw tooMany(inAll, spent);
    await take(
      this.#minute,
      caller,
      `The limit of ${counted(this.#minute.points, "firing")} a minute is reached.`,
    );
    await take(this.#hour, ALL, inAll);
  }

  takeSignIn(address: string): Promise<void> {
    return take(this.#signIn, this.#bucket(address), "Too many wrong sign-ins.");
  }

  async forgiveSignIn(address: string): Promise<void> {
    await this.#signIn.reward(this.#bucket(address)).catch(() => {});
  }

  takeCanary(): Promise<void> {
    return take(this.#canary, ALL, "The canary's budget for this hour is spent.");
  }

  close(): void {
    this.#store.close();
  }

  /** Salted, so nobody can aim at another's bucket, and no address is kept. */
  #bucket(address: string): string {
    const digest = createHash("sha256").update(`${this.#salt}\0${address}`).digest();
    return String(digest.readUInt32BE(0) % ADDRESS_BUCKETS);
  }
}

let shared: Promise<Limits> | undefined;
const limits = (): Promise<Limits> => {
  shared ??= Limits.open(env());
  return shared;
};

/**
 * Counts one request that fires, however many checks it fires. Throws an HttpProblem: 429 with Retry-After over
 * FIRE_LIMIT_PER_MINUTE for the caller or FIRE_LIMIT_PER_HOUR in all, 503 when the store cannot count.
 */
export const takeFire = async (caller: string): Promise<void> => (await limits()).takeFire(caller);

/** Counts one attempt to sign in: 5 in 15 minutes for an address, then 429. */
export const takeSignIn = async (address: string): Promise<void> => (await limits()).takeSignIn(address);

/** Gives the attempt back: the right token is no guess, and a team behind one address signs in more than five times. */
export const forgiveSignIn = async (address: string): Promise<void> =>
  (await limits()).forgiveSignIn(address);

/** Counts one round of the canary, whose budget is its own: people cannot starve it, nor it them. */
export const takeCanary = async (): Promise<void> => (await limits()).takeCanary();
