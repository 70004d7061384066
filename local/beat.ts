/** Says every few seconds that something goes on which may be silent for long; gives what it came to. */
export async function patiently<T>(what: string, work: Promise<T>): Promise<T> {
  const from = performance.now();
  const beat = setInterval(() => {
    console.error(`… still ${what} (${Math.round((performance.now() - from) / 1_000)} s)`);
  }, 5_000);
  try {
    return await work;
  } finally {
    clearInterval(beat);
  }
}
