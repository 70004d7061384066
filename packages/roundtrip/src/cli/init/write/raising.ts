const IMPORT = `import { raising } from "@roundtrip/next/raise";\n`;

/** A page of the host that is whole but for its metadata. */
export const metadataPage = (): string =>
  `${IMPORT}
export async function generateMetadata() {
  const { error } = await raising("sentry-metadata");
  throw error();
}

export default async function MetadataPage() {
  await raising("sentry-metadata");
  return <p>The title of this page fails.</p>;
}
`;

/** A route of the host whose answer breaks off. */
export const streamRoute = (): string =>
  `${IMPORT}
export async function GET() {
  const { error } = await raising("sentry-stream");
  let parts = 0;
  const body = new ReadableStream({
    pull(controller) {
      parts += 1;
      if (parts > 1) throw error();
      controller.enqueue(new TextEncoder().encode("The rest of this answer fails.\\n"));
    },
  });
  return new Response(body, { headers: { "content-type": "text/plain" } });
}
`;

/** An API route of the host's Pages Router. */
export function pagesRoute(typescript: boolean): string {
  const types = typescript ? 'import type { NextApiRequest, NextApiResponse } from "next";\n' : "";
  const given = typescript ? "request: NextApiRequest, response: NextApiResponse" : "request, response";
  return `import { raising } from "@roundtrip/next/raise/pages";
${types}
export default async function handler(${given}) {
  const raised = await raising("sentry-pages-api", request);
  if (raised) throw raised.error();
  response.status(404).end();
}
`;
}
