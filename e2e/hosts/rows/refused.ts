import type { Host } from "./host";
import { ONE_RUNTIME } from "./sentry";

/** Next.js finds none of the files that init writes. */
export const PAGE_EXTENSIONS: Host = {
  name: "page-extensions",
  has: "`pageExtensions` without `ts` and `tsx`",
  checks: [],
  files: { "next.config.ts": 'export default { pageExtensions: ["page.tsx", "api.ts"] };\n' },
  refused: /pageExtensions makes Next\.js pass over/,
};

/** Next.js never loads that file: the owner believes in a Sentry that does not run. */
export const ROOT_OF_SRC: Host = {
  name: "root-of-src",
  has: "`src/app/`, and `instrumentation.ts` at the root, where Next.js passes over it",
  checks: [],
  gone: ["app"],
  files: {
    "instrumentation.ts": ONE_RUNTIME,
    "src/app/page.tsx": "export default function Page() {\n  return <p>Shop</p>;\n}\n",
  },
  refused: /Next\.js loads it from src\/ alone/,
};
