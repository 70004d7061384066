import type { ReactNode } from "react";

/** One thing to set up: why, and the steps in their order. */
export function Panel({
  id,
  title,
  why,
  children,
}: {
  id: string;
  title: string;
  why: string;
  children: ReactNode;
}) {
  return (
    <section aria-labelledby={id} className="setup">
      <div>
        <h2 id={id} className="text-xl leading-7">
          {title}
        </h2>
        <p className="mt-1.5 text-muted">{why}</p>
      </div>
      <ol className="steps">{children}</ol>
    </section>
  );
}

export const Step = ({ children }: { children: ReactNode }) => <li>{children}</li>;

export const Var = ({ children }: { children: ReactNode }) => <code className="code var">{children}</code>;

export const Out = ({ href, children }: { href: string; children: ReactNode }) => (
  <a className="link" href={href} target="_blank" rel="noreferrer">
    {children}
    <span className="sr-only"> (in a new tab)</span>
    <span aria-hidden="true"> ↗</span>
  </a>
);
