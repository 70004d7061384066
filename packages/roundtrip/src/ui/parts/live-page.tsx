import type { ReactNode } from "react";
import { Notice } from "./notice.js";
import { PageHeader } from "./page-header.js";

interface Props {
  /** The address of this page. */
  here: string;
  /** The same with what was asked for in it, to come back to. */
  back?: string;
  /** Of the request that this page answers: whoever asked sees that no cache answered. */
  nonce: string | null;
  /** What the newest verdicts were known by before the page was made; null where nobody could say. */
  tag: string | null;
  children: ReactNode;
}

/** A page that its script keeps true after it was rendered. */
export function LivePage({ here, back = here, nonce, tag, children }: Props) {
  return (
    <div className="page" data-live="" data-nonce={nonce ?? ""} data-tag={tag ?? ""}>
      <PageHeader here={here} />
      <Notice back={back} />
      <main>{children}</main>
      <div role="log" aria-live="polite" aria-label="Verdicts" className="sr-only" />
    </div>
  );
}
