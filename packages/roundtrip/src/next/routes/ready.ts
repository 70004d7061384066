import { healthResponse } from "#runs/read/health.js";
import { recent } from "#runs/record/recent.js";
import { store } from "#store/open.js";

/** An open door: however many knock, the store is asked once a second. */
const ask = recent(1_000, () =>
  store()
    .ping()
    .then(
      () => true,
      () => false,
    ),
);

/** Runs can be kept, so that firing makes sense. Anonymous, hence without a word about why not. */
export async function GET(): Promise<Response> {
  return healthResponse({ status: (await ask()) ? "pass" : "fail" });
}
