import { raising } from "@roundtrip/next/raise";

/** An answer that breaks off: its second part is never there. */
export async function GET(): Promise<Response> {
  const { error } = await raising("sentry-stream");
  let parts = 0;
  const body = new ReadableStream<Uint8Array>({
    pull(controller) {
      parts += 1;
      if (parts > 1) throw error();
      controller.enqueue(new TextEncoder().encode("The rest of this answer fails.\n"));
    },
  });
  return new Response(body, { headers: { "content-type": "text/plain" } });
}
