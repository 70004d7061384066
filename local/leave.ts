/** Ends the process once everything printed has gone out: what a pipe has not taken yet is lost by an exit. */
export function leave(code: number): void {
  process.stderr.write("", () => process.stdout.write("", () => process.exit(code)));
}
