export { POST } from "@roundtrip/next/next/routes/verify";
