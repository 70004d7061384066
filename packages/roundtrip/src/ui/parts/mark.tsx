/** The mark: a way out and back that ends where it began. */
export function Mark({ size }: { size: number }) {
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 32 32"
      fill="none"
      stroke="currentColor"
      strokeWidth="3.25"
      aria-hidden="true"
    >
      <path
        d="M9 8h11a8 8 0 0 1 0 16H12.5"
        className="text-line"
        stroke="currentColor"
        strokeLinecap="round"
      />
      <path
        d="m16.5 19-5 5 5 5"
        className="text-line"
        stroke="currentColor"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
      <circle cx="6" cy="8" r="3.4" />
    </svg>
  );
}
