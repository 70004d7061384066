import * as Sentry from "@sentry/nextjs";
import { start } from "./sentry.client.config";

start();

export const onRouterTransitionStart = Sentry.captureRouterTransitionStart;
