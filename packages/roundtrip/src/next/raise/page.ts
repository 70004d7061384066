export { raising } from "#next/handlers/visited.js";
