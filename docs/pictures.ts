// Takes the README's picture from a real run that fails: npm run docs:pictures
import { resolve } from "node:path";
import { chromium as browserType } from "@playwright/test";
import { build } from "@/local/build";
import { chromium } from "@/local/chromium";
import { type Stack, startStack } from "@/local/stack";

const IMAGES = resolve(import.meta.dirname, "images");

async function ask(url: string, body: unknown, headers: Record<string, string> = {}, method = "POST") {
  const response = await fetch(url, {
    method,
    headers: { "content-type": "application/json", ...headers },
    body: JSON.stringify(body),
  });
  return response.text();
}

/** The four default checks pass, and then one fails: Sentry stores another environment than was sent. */
async function fail(stack: Stack): Promise<void> {
  const bearer = { authorization: `Bearer ${stack.token}` };
  const verify = `${stack.url}/api/health/sentry/verify`;
  await ask(verify, { wait: 60 }, bearer);
  await ask(`${stack.sentry.url}/_control/alter`, [{ path: "environment", value: "production" }], {}, "PUT");
  await ask(verify, { checks: ["sentry"], wait: 60 }, bearer);
}

async function main(): Promise<void> {
  await build();
  const stack = await startStack();
  const browser = await browserType.launch(chromium());
  try {
    await fail(stack);
    for (const colorScheme of ["light", "dark"] as const) {
      const page = await browser.newPage({
        colorScheme,
        viewport: { width: 1280, height: 900 },
        reducedMotion: "reduce",
      });
      await page.goto(`${stack.url}/admin/sentry/sign-in#token=${stack.token}`);
      await page.getByRole("heading", { name: /fails/ }).waitFor();
      const name = colorScheme === "light" ? "dashboard.png" : "dashboard-dark.png";
      await page.screenshot({ path: resolve(IMAGES, name), animations: "disabled" });
      console.log(`wrote docs/images/${name}`);
      await page.close();
    }
  } finally {
    await browser.close();
    await stack.stop();
  }
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
});
