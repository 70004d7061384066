export { DELETE, POST } from "@roundtrip/next/next/routes/session";
