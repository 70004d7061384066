import { findCheck } from "#checks/catalogue.js";
import { CAUSES } from "#verdict/causes/catalogue.js";
import { causePage } from "#verdict/causes/page.js";

/** What the address names after a form that fired nothing. */
const WORDS: ReadonlyMap<string, string> = new Map(
  Object.entries({
    too_many: "Too many checks were fired for now. Try again in a minute.",
    no_own_address: "This app does not know its own address. Set APP_URL, and restart the app.",
    needs_browser:
      "Only a browser with JavaScript can raise its errors. Switch JavaScript on, and load this page again.",
  }),
);

/** Why the form of a browser without scripts fired nothing; nothing is shown for words of somebody else's. */
export function Refused({ said }: { said: string | string[] | undefined }) {
  const [name = "", code = ""] = typeof said === "string" ? said.split(":") : [];
  const check = findCheck(name);
  const words = WORDS.get(code);
  if (!check || !(words || Object.hasOwn(CAUSES, code))) return null;
  return (
    <div role="alert" className="tone finding" data-tone="none">
      <p className="font-semibold">{check.title} was not fired.</p>
      <p>
        {words ?? (
          <>
            What happened and what to do:{" "}
            <a className="link code" href={causePage(code)}>
              {code}
            </a>
          </>
        )}
      </p>
    </div>
  );
}
