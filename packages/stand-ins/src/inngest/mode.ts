import { z } from "zod";

const MODES = [
  "normal",
  "down",
  "never-call",
  "call-twice",
  "lose-answer",
  "wrong-signature",
  "slow",
] as const;

/** Body of `PUT /_control/mode`. `delayMs` is for slow, `times` how often before it is normal again. */
export const modeSchema = z.strictObject({
  mode: z.enum(MODES, { error: `mode must be one of ${MODES.join(", ")}` }),
  delayMs: z.number().int().min(0).max(600_000).default(3_000),
  times: z.number().int().min(1).optional(),
  /** How the event endpoint is down: it answers 503, or it resets the connection. */
  how: z.enum(["503", "reset"]).default("503"),
});
export type ModeRequest = z.input<typeof modeSchema>;
export type Mode = z.output<typeof modeSchema>;

const NORMAL: Mode = modeSchema.parse({ mode: "normal" });

/** Misbehaviour on command. Every use of a mode counts against its `times`. */
export class Misbehaviour {
  private mode = NORMAL;
  private left = Number.POSITIVE_INFINITY;
  private readonly held: (() => void)[] = [];

  /** Throws a ZodError naming the field that is wrong. */
  set(request: ModeRequest): Mode {
    this.mode = modeSchema.parse(request);
    this.left = this.mode.times ?? Number.POSITIVE_INFINITY;
    if (this.mode.mode !== "never-call") this.release();
    return this.mode;
  }

  get current(): Mode {
    return this.mode;
  }

  /** True, and one use counted, when this mode is on. */
  uses(mode: Mode["mode"]): boolean {
    if (this.mode.mode !== mode) return false;
    this.left -= 1;
    if (this.left <= 0) this.set({ mode: "normal" });
    return true;
  }

  /** Calls `go` now, or, while functions are never to be called, when that mode ends. */
  whenCalling(go: () => void): void {
    if (this.mode.mode !== "never-call") {
      go();
      return;
    }
    this.held.push(go); // Held before it is counted: the last of `times` releases them all, this one too.
    this.uses("never-call");
  }

  /** Forgets calls held back. */
  drop(): void {
    this.held.length = 0;
  }

  private release(): void {
    for (const go of this.held.splice(0)) go();
  }
}
