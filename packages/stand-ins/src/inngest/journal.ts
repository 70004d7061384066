import { appendFileSync, existsSync, readFileSync } from "node:fs";
import { z } from "zod";
import type { KeptEvent } from "#inngest/events/store.js";
import { type Registration, registrationSchema } from "#inngest/wire/protocol.js";

const lineSchema = z.union([
  z.object({ app: registrationSchema }),
  z.object({
    event: z.object({
      internalId: z.string(),
      receivedAt: z.string(),
      event: z.looseObject({
        name: z.string(),
        id: z.string(),
        ts: z.number(),
        data: z.record(z.string(), z.unknown()),
      }),
    }),
  }),
]);

/** What a restart of the process does not forget: apps and events. Never the queue, which is in memory. */
export class Journal {
  /** @param file null: nothing is kept */
  constructor(private readonly file: string | null) {}

  app(app: Registration): void {
    this.write({ app });
  }

  event(event: KeptEvent): void {
    this.write({ event });
  }

  /** What an earlier process kept, oldest first. Throws on a file that is none of ours. */
  read(): z.infer<typeof lineSchema>[] {
    if (this.file === null || !existsSync(this.file)) return [];
    const lines = readFileSync(this.file, "utf8").split("\n").filter(Boolean);
    return lines.map((line) => lineSchema.parse(JSON.parse(line)));
  }

  private write(line: object): void {
    if (this.file !== null) appendFileSync(this.file, `${JSON.stringify(line)}\n`, { mode: 0o600 });
  }
}
