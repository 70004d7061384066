"use client";

import { useEffect } from "react";
import { copy } from "./copy.js";
import { keep } from "./page.js";

/** The one part of a page that is a script: it copies, and keeps what the server has rendered true where that changes. */
export function Live() {
  useEffect(() => {
    const root = document.querySelector<HTMLElement>("[data-live]");
    const life = new AbortController();
    document.addEventListener("click", (event) => void copy(event.target), { signal: life.signal });
    if (root) {
      keep(root, life.signal);
      root.dataset.live = "yes";
    }
    return () => life.abort();
  }, []);
  return null;
}
