export { default, metadata } from "@roundtrip/next/not-found";
