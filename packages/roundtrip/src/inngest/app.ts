import { appIdOf } from "#config/app/id.js";

/** Under which Inngest knows this app. Events and functions bear it: other apps may share the environment. */
export const APP = appIdOf(process.env);
