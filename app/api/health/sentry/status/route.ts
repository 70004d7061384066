export { GET } from "@roundtrip/next/next/routes/status";
