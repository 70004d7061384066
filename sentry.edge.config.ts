import { startEdge } from "@roundtrip/next/sentry/sdk/edge/start";
import { secretValues } from "@roundtrip/next/config/secrets";
import { sentrySettings } from "@roundtrip/next/config/app/sentry-settings";

const settings = sentrySettings();
if (settings) startEdge(settings, secretValues(process.env));
