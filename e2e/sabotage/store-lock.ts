import { createClient } from "@libsql/client";

/** Holds the write lock of a SQLite file for `ms`, as a backup or another program would. */
export async function lockStore(url: string, ms: number): Promise<void> {
  const client = createClient({ url, timeout: 5_000 });
  try {
    const transaction = await client.transaction("write");
    await new Promise((wait) => setTimeout(wait, ms));
    await transaction.rollback();
  } finally {
    client.close();
  }
}
