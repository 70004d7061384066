import { startNode } from "@/sentry/node";
import { bearsToken } from "@/server/bears-token";
import { record } from "@/server/record";
import { secretValues } from "@/server/secrets";
import { sentrySettings } from "@/server/sentry-settings";

const settings = sentrySettings();
if (settings) startNode(settings, record, secretValues(process.env), bearsToken);
