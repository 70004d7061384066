"use client";

import { type BrowserRun, RaiseInBrowser } from "@roundtrip/next/browser";
import { add } from "@/app/shop/basket";
import { FREE } from "@/app/shop/free";

export function Basket({ given }: { given: BrowserRun }) {
  return <RaiseInBrowser given={given} raise={({ mark }) => add(FREE, mark())} />;
}
