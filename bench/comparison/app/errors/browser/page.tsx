/** A page of which a browser's own script throws. */
export default function Page() {
  return <main>A page that is whole.</main>;
}
