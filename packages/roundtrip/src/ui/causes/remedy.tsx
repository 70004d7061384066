import { CopyButton } from "#ui/parts/copy-button.js";
import { toldOrigin } from "#ui/parts/told-origin.js";
import { commandsOf, forApp, piecesOf } from "#verdict/text/commands.js";

/** What to do, with each command in a block of its own that can be copied. */
export async function Remedy({ label, text }: { label: string; text: string }) {
  const said = forApp(text, await toldOrigin());
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-2">
      <p>
        <span className="font-semibold">{label} </span>
        {piecesOf(said).map(({ text: piece, code }) =>
          code ? (
            <code key={piece} className="code">
              {piece}
            </code>
          ) : (
            piece
          ),
        )}
      </p>
      {commandsOf(said).map((command) => (
        <div key={command} className="flex flex-wrap items-center gap-x-4 gap-y-1">
          <pre className="code max-w-full overflow-x-auto border-l-2 border-rule pl-3">{command}</pre>
          <CopyButton text={command} label="Copy" />
        </div>
      ))}
    </div>
  );
}

/** In place of a cause that is explained elsewhere on the page. */
export const SameCause = ({ id, title }: { id: string; title: string }) => (
  <>
    Same cause as{" "}
    <a className="link" href={`#${id}`}>
      {title}
    </a>
    . What to do is written there.
  </>
);
