export { GET } from "@/app/sentry-settings/route";
