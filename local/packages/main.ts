import { buildPackages } from "./build";

buildPackages().then(
  (built) => {
    if (built.length > 0) console.error(`Built ${built.map((name) => `packages/${name}`).join(" and ")}.`);
  },
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : String(error));
    process.exitCode = 2;
  },
);
