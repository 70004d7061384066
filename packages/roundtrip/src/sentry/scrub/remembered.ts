/** Source lines, paths and names come again with every event; what is longer seldom does. */
const LONGEST = 200;
/** An app's few thousand names and lines; a stranger's words push them out, and take no more room. */
const MOST = 2_000;

/** The same characters in a string of its own: a slice keeps the whole text alive that it was cut from. */
const copyOf = (text: string): string => JSON.parse(JSON.stringify(text)) as string;

/**
 * `work`, which is done once for a short text that comes again.
 * @param keeps false for an answer that is not to stay in memory
 */
export function remembered<T>(
  work: (text: string) => T,
  keeps: (text: string, made: T) => boolean = () => true,
): (text: string) => T {
  const known = new Map<string, T>();
  return (text) => {
    const found = known.get(text);
    if (found !== undefined) return found;
    const made = work(text);
    if (text.length > LONGEST || !keeps(text, made)) return made;
    if (known.size >= MOST) known.clear();
    const alone = copyOf(text);
    known.set(alone, typeof made === "string" && made === text ? (alone as typeof made) : made);
    return made;
  };
}
