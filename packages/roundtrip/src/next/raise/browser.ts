export { openedRun } from "#next/handlers/browser-visit.js";
export { Raiser } from "#ui/browser-run/raiser.js";
