export type { Raising } from "#next/handlers/raising.js";
export { raising } from "#next/handlers/visited.js";
