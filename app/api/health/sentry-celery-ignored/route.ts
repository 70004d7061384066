export { GET, POST } from "../sentry-inngest-ignored/route";
