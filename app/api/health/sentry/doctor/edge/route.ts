export { GET } from "@roundtrip/next/doctor/edge";

export const runtime = "edge";
