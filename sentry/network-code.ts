import { TIMEOUT } from "@/checks/network";

/**
 * The network's code for why a request got no answer. `fetch` hides it in `cause`, and for a host with several addresses
 * one level deeper. What ended by a time limit has a number for a code, which says nothing to anybody.
 */
export function networkCode(error: unknown): string {
  let name = "unknown";
  for (let one: unknown = error; typeof one === "object" && one !== null; one = Reflect.get(one, "cause")) {
    name = String(Reflect.get(one, "name") ?? name);
    if (name === "TimeoutError" || name === "AbortError") return TIMEOUT;
    const code: unknown = Reflect.get(one, "code");
    if (typeof code === "string") return code;
    if (one instanceof AggregateError && one.errors[0] !== undefined) return networkCode(one.errors[0]);
  }
  return name;
}
