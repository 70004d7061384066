/** Copies what a button stands for; says in words whether it worked, since browsers refuse it outside https and localhost. */
export async function copy(target: EventTarget | null): Promise<void> {
  const button = target instanceof Element ? target.closest<HTMLElement>("[data-copy]") : null;
  if (!button) return;
  const said = button.querySelector("[role=status]");
  const words = await navigator.clipboard.writeText(button.dataset.copy ?? "").then(
    () => "Copied",
    () => "The browser refused to copy",
  );
  if (said) said.textContent = words;
}
