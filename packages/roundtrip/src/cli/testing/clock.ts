import type { Clock } from "#cli/clock.js";

export interface FakeClock extends Clock {
  /** Goes on past every moment for which somebody asked by `after`: what was waited for does not come. */
  expire(): void;
}

/** A clock that jumps from one sleeper's moment to the next, so that nobody waits. */
export function fakeClock(): FakeClock {
  let now = Date.UTC(2030, 0, 1);
  const sleepers: { at: number; wake: () => void }[] = [];
  const timers = new Set<{ at: number; call: () => void }>();
  const earliest = <T extends { at: number }>(all: Iterable<T>): T | undefined =>
    [...all].sort((a, b) => a.at - b.at)[0];

  const wakeNext = () => {
    const next = earliest(sleepers);
    if (!next) return;
    sleepers.splice(sleepers.indexOf(next), 1);
    now = Math.max(now, next.at);
    next.wake();
  };
  return {
    now: () => now,
    sleep(ms, signal) {
      signal?.throwIfAborted();
      return new Promise((wake) => {
        sleepers.push({ at: now + ms, wake });
        // Whoever falls asleep in this same turn may have to be woken before.
        setImmediate(wakeNext);
      });
    },
    after(ms, call) {
      const timer = { at: now + ms, call };
      timers.add(timer);
      return () => void timers.delete(timer);
    },
    expire() {
      const due = [...timers].sort((a, b) => a.at - b.at);
      if (due.length === 0) throw new Error("nobody waits for a moment");
      for (const timer of due) {
        timers.delete(timer);
        now = Math.max(now, timer.at);
        timer.call();
      }
    },
  };
}
