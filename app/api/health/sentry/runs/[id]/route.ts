export { GET } from "@roundtrip/next/next/routes/run";
