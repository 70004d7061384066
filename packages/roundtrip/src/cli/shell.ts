import type { Clock } from "./clock.js";

/** Where text goes; the numbers are those of a terminal. */
export interface Output {
  write(text: string): unknown;
  isTTY?: boolean;
  columns?: number;
  rows?: number;
}

/** What a command has of the process it runs in. */
export interface Shell {
  env: Readonly<Record<string, string | undefined>>;
  stdout: Output;
  stderr: Output;
  clock: Clock;
  /** What is done on a signal, in place of ending at once; absent where the process is somebody else's. */
  onSignal?(act: (signal: NodeJS.Signals) => void): void;
}
