import { APP } from "./app.js";

/** What a function answers to a run that is none of this app's; null: it is this app's own. */
export const refusal = ({ app }: { app: string }): { refused: string } | null =>
  app === APP ? null : { refused: `the run is of the app ${app}, and this one is ${APP}` };
