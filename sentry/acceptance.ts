/** Sentry answers 200 with the id of what it took; anything else that says 200 is not Sentry. */
export function namesEvent(body: string): boolean {
  try {
    const parsed: unknown = JSON.parse(body);
    return typeof parsed === "object" && parsed !== null && typeof Reflect.get(parsed, "id") === "string";
  } catch {
    return false;
  }
}
