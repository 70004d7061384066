export { default, metadata } from "@roundtrip/next/next/pages/history";
