import { type Addresses, addresses, hrefOf, mounted, mountedFile } from "./addresses.js";

/** A path of ours that begins a word, is in double quotes, or follows the variable or the folder that it is below. */
const OURS =
  /((?<![\w./~:-])(?:\$APP_URL|app|"))?(?<![\w.~-](?<!\$APP_URL|\bapp))(\/(?:api\/(?:health|inngest)|admin\/(?:sentry|checks))(?![\w-])(?:\/[\w[\]().:*/-]*[\w\]*])?)(?![\w/])/g;

/**
 * A sentence in which each address and file of ours is the one that this app has. What is in double quotes is a line of the
 * app's files, where Next.js adds the base path by itself.
 */
export const addressed = (sentence: string, of: Addresses = addresses()): string =>
  sentence.replace(OURS, (_, before: string | undefined, path: string) => {
    if (before === "app") return mountedFile(`app${path}`, of);
    return `${before ?? ""}${before === '"' ? mounted(path, of) : hrefOf(path, of)}`;
  });
