/** Keeps the newest entries within a count and a byte budget; the oldest leave first. */
export class Ring<T> {
  private entries: { value: T; bytes: number }[] = [];
  private bytes = 0;

  constructor(
    private readonly maxCount: number,
    private readonly maxBytes: number,
  ) {}

  push(value: T, bytes: number): void {
    this.entries.push({ value, bytes });
    this.bytes += bytes;
    let drop = 0;
    while (this.entries.length - drop > 1 && this.over(drop)) {
      this.bytes -= this.entries[drop]?.bytes ?? 0;
      drop += 1;
    }
    if (drop > 0) this.entries.splice(0, drop);
  }

  private over(drop: number): boolean {
    return this.entries.length - drop > this.maxCount || this.bytes > this.maxBytes;
  }

  newestFirst(): T[] {
    return this.entries.map((entry) => entry.value).reverse();
  }

  clear(): void {
    this.entries = [];
    this.bytes = 0;
  }
}

/** Counts by name; past `max` names the rest is counted as "(other)". */
export class Counter {
  private readonly counts = new Map<string, number>();

  constructor(private readonly max: number) {}

  add(name: string, by = 1): void {
    const key = this.counts.has(name) || this.counts.size < this.max ? name : "(other)";
    this.counts.set(key, (this.counts.get(key) ?? 0) + by);
  }

  get(name: string): number {
    return this.counts.get(name) ?? 0;
  }

  delete(name: string): void {
    this.counts.delete(name);
  }

  entries(): [string, number][] {
    return [...this.counts];
  }

  toJSON(): Record<string, number> {
    return Object.fromEntries(this.counts);
  }

  clear(): void {
    this.counts.clear();
  }
}
