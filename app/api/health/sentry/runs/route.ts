export { GET, POST } from "@roundtrip/next/next/routes/runs";
