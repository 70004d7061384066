export { GET } from "@roundtrip/next/next/routes/doctor-edge";

export const runtime = "edge";
