import type { Client } from "@libsql/client";
import { StoreTaken } from "#store/taken.js";

/** The environments of one app may share a database: each run says its own. */
const nameOf = (app: string): string => app.split("--", 1)[0] ?? app;

/**
 * Notes whose runs the database keeps, once: one of an older version becomes the app's that opens it first.
 * @param app the id under which Inngest knows it
 * @throws StoreTaken where it is another app's
 */
export async function own(client: Client, app: string): Promise<void> {
  const name = nameOf(app);
  const [, , said] = await client.batch(
    [
      "CREATE TABLE IF NOT EXISTS owner (only INTEGER PRIMARY KEY CHECK (only = 1), app TEXT NOT NULL) STRICT",
      { sql: "INSERT INTO owner (only, app) VALUES (1, ?) ON CONFLICT DO NOTHING", args: [name] },
      "SELECT app FROM owner",
    ],
    "write",
  );
  const owner = String(said?.rows[0]?.app);
  if (owner !== name) throw new StoreTaken(owner);
}
