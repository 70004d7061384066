import { StoreDown } from "./runs.js";

/** A timer that comes so late says that this process had no turn: what was answered meanwhile is still to be read. */
const STALL_MS = 100;
/** For reading it; a process that is kept waiting once more has an answer before the next timer all the same. */
const READING_MS = 1_000;

/**
 * What `work` gives; `StoreDown` when it fails, or has not answered within `ms`. Only talking to the store
 * belongs in `work`: what is wrong with an answer is not made better by trying again.
 */
export async function withTimeout<T>(ms: number, work: () => Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    const giveUp = () => reject(new Error(`no answer in ${ms} ms`));
    const dueAt = performance.now() + ms;
    timer = setTimeout(() => {
      if (performance.now() - dueAt < STALL_MS) giveUp();
      else timer = setTimeout(giveUp, READING_MS);
    }, ms);
  });
  try {
    return await Promise.race([work(), late]);
  } catch (error) {
    throw new StoreDown(error);
  } finally {
    clearTimeout(timer);
  }
}
