/** A place in a series of runs: as text it sorts by the time of the firing, in milliseconds, then by the run's id. */
export const placeAt = (firedAt: number, run = ""): string =>
  `${String(Math.max(0, firedAt)).padStart(15, "0")}:${run}`;

export const runAt = (place: string): { run: string; firedAt: number } => {
  const [firedAt = "", run = ""] = place.split(":");
  return { run, firedAt: Number(firedAt) };
};
