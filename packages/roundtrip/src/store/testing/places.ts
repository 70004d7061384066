import { afterAll, beforeAll } from "vitest";
import { BACKENDS, type Place } from "./stores.js";

/**
 * A place on each backend for one test file, by the backend's name. All are made at once, before the first is waited
 * for: a Redis cluster needs two seconds until it is one.
 */
export function placesOfThisFile(): (name: string) => Promise<Place> {
  const places = new Map<string, Promise<Place>>();
  beforeAll(() => {
    for (const { name, missing, make } of BACKENDS) {
      if (missing) continue;
      const place = make();
      // Who waits for it hears of it.
      place.catch(() => undefined);
      places.set(name, place);
    }
  });
  afterAll(async () => {
    await Promise.allSettled([...places.values()].map(async (place) => (await place).remove()));
  });
  return async (name) => {
    const place = await places.get(name);
    if (!place) throw new Error(`there is no place on ${name}`);
    return place;
  };
}
