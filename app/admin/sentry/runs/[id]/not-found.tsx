export { default, metadata } from "@roundtrip/next/next/pages/run-not-found";
