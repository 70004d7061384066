import { Fragment } from "react";
import { remedyPage } from "#runs/follow/lookups.js";
import { CopyButton } from "#ui/parts/copy-button.js";
import { toldOrigin } from "#ui/parts/told-origin.js";
import { Out } from "#ui/setup/parts.js";
import { forApp, piecesOf, stepsOf } from "#verdict/text/commands.js";

interface Props {
  label: string;
  text: string;
  /** Of a cause whose remedy may name a page of Sentry or Inngest. */
  code?: string;
}

/** What to do; each command stands once, in a block of its own that can be copied. */
export async function Remedy({ label, text, code = "" }: Props) {
  const page = remedyPage(code);
  const steps = stepsOf(forApp(text, await toldOrigin()));
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-2">
      {steps.map(({ words, command }, index) => (
        <Fragment key={`${words} ${command}`}>
          <p>
            {index === 0 ? <span className="font-semibold">{label} </span> : null}
            <Words text={words} />
          </p>
          {command ? <Command text={command} /> : null}
        </Fragment>
      ))}
      {page ? (
        <p>
          <Out href={page.href}>Open {page.name}</Out>
        </p>
      ) : null}
    </div>
  );
}

const Words = ({ text }: { text: string }) =>
  piecesOf(text).map(({ text: piece, code }) =>
    code ? (
      <code key={piece} className="code">
        {piece}
      </code>
    ) : (
      piece
    ),
  );

const Command = ({ text }: { text: string }) => (
  <div className="flex flex-wrap items-center gap-x-4 gap-y-1">
    <pre className="code max-w-full whitespace-pre-wrap wrap-anywhere border-l-2 border-rule pl-3">
      {text}
    </pre>
    <CopyButton text={text} label="Copy" />
  </div>
);

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
