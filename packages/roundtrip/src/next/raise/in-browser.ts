export { type BrowserRun, RaiseInBrowser } from "#ui/browser-run/raise-own.js";
