export { GET, POST } from "../sentry-inngest/route";
