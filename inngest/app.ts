import { appIdOf } from "@/checks/app-id";

/** Under which Inngest knows this app. Events and functions bear it: other apps may share the environment. */
export const APP = appIdOf(process.env);
