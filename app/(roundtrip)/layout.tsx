export { default } from "@roundtrip/next/layout";
