/** Where an answer's Location header leads; null where it has none, or none that is an address. */
export function locationIn(headers: Headers, from: URL | string): URL | null {
  const location = headers.get("location");
  return location && URL.canParse(location, from) ? new URL(location, from) : null;
}
