/** Copies a text, where there is a script: the page's own listens for it. */
export function CopyButton({ text, label }: { text: string; label: string }) {
  return (
    <button type="button" className="quiet scripted" data-copy={text}>
      {label}
      <span role="status" className="font-semibold text-line empty:hidden" />
    </button>
  );
}
