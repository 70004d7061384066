/** The places where built files leave their ids, by the stack of their loading: where the SDK reads them. */
const PLACES = ["_sentryDebugIds", "_debugIds"];
/** The first line of a stack is the file that left the id. */
const FILE = /([^\s()]+\.js):\d+:\d+/;
/** Of a build's server code; bundlers name files of packages after them. */
const OWN = /[\\/]server[\\/](?!.*node_modules)/;

/**
 * A debug id of the app's own code as it runs here; undefined where no such file has one.
 * Loaded files alone are looked at.
 */
export function ownDebugId(): string | undefined {
  return PLACES.flatMap((place) => Object.entries(idsAt(place))).find(([stack]) => {
    const file = FILE.exec(stack)?.[1];
    return file !== undefined && OWN.test(file);
  })?.[1];
}

function idsAt(place: string): Record<string, string> {
  const ids: unknown = Reflect.get(globalThis, place);
  if (typeof ids !== "object" || ids === null) return {};
  return Object.fromEntries(
    Object.entries(ids).filter((one): one is [string, string] => typeof one[1] === "string"),
  );
}
