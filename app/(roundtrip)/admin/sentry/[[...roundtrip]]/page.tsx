export { default, generateMetadata } from "@roundtrip/next/page";
