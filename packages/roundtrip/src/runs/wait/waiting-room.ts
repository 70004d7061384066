import { singleton } from "#state/singleton.js";

/** Answers that one caller, and all together, may have held back in this process. */
export const PLACES = { caller: 200, all: 500 } as const;
/** So many a second of those who found no place are asked to come again: it costs a few per cent of a core. */
const COMING_BACK_PER_SECOND = 100;
const LONGEST_S = 30;
const TICK_MS = 100;

interface Room {
  all: number;
  byCaller: Map<string, number>;
  /** Of those who found no place, how many have not been given time to come back. */
  turnedAway: number;
  turnedAwayAt: number;
  waking: Set<() => void>;
  timer: NodeJS.Timeout | null;
}
const room = singleton<Room>("waiting-room", () => ({
  all: 0,
  byCaller: new Map(),
  turnedAway: 0,
  turnedAwayAt: 0,
  waking: new Set(),
  timer: null,
}));

/** A place to wait in, and what gives it back; or the seconds after which to come again, spread over time. */
export function takePlace(caller: string): { leave: () => void } | { againSeconds: number } {
  const mine = room.byCaller.get(caller) ?? 0;
  if (mine >= PLACES.caller || room.all >= PLACES.all) return { againSeconds: turnAway() };
  room.all += 1;
  room.byCaller.set(caller, mine + 1);
  const leave = () => {
    room.all -= 1;
    const left = (room.byCaller.get(caller) ?? 1) - 1;
    if (left > 0) room.byCaller.set(caller, left);
    else room.byCaller.delete(caller);
  };
  return { leave };
}

function turnAway(now = performance.now()): number {
  const back = ((now - room.turnedAwayAt) / 1000) * COMING_BACK_PER_SECOND;
  room.turnedAway = Math.max(0, room.turnedAway - back) + 1;
  room.turnedAwayAt = now;
  return Math.min(LONGEST_S, 1 + Math.floor(room.turnedAway / COMING_BACK_PER_SECOND));
}

/** Calls `wake` ten times a second until it is told to stop. However many wait, it is one timer. */
export function everyTick(wake: () => void): () => void {
  room.waking.add(wake);
  room.timer ??= setInterval(() => {
    for (const one of [...room.waking]) one();
  }, TICK_MS).unref();
  return () => {
    room.waking.delete(wake);
    if (room.waking.size > 0 || !room.timer) return;
    clearInterval(room.timer);
    room.timer = null;
  };
}
