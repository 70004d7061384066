/**
 * A number with its noun: "1 check", "4 checks".
 * @param many where that is not the noun with an s
 */
export const counted = (count: number, one: string, many = `${one}s`): string =>
  `${count.toLocaleString("en")} ${count === 1 ? one : many}`;

/** "once", "3 times" */
export const times = (count: number): string => (count === 1 ? "once" : counted(count, "time"));
