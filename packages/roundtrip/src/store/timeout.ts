import { StoreDown } from "./runs.js";

/**
 * What `work` gives; `StoreDown` when it fails, or has not answered within `ms`. Only talking to the store
 * belongs in `work`: what is wrong with an answer is not made better by trying again.
 */
export async function withTimeout<T>(ms: number, work: () => Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer in ${ms} ms`)), ms);
  });
  try {
    return await Promise.race([work(), late]);
  } catch (error) {
    throw new StoreDown(error);
  } finally {
    clearTimeout(timer);
  }
}
