import { roundtrip } from "@/roundtrip";

export const { GET, POST, DELETE } = roundtrip.routes;
