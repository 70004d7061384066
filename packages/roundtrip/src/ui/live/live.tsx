"use client";

import { useEffect } from "react";
import { keep } from "./page.js";

/** The one part of a page that is a script: it keeps what the server has rendered true. */
export function Live() {
  useEffect(() => {
    const root = document.querySelector<HTMLElement>("[data-live]");
    const life = new AbortController();
    if (root) {
      keep(root, life.signal);
      root.dataset.live = "yes";
    }
    return () => life.abort();
  }, []);
  return null;
}
