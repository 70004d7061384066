import { hrefOf } from "#checks/mount/addresses.js";
import { whereabouts } from "#runs/read/overview.js";
import { Live } from "#ui/live/live.js";
import { Mark } from "./mark.js";
import { SignOut } from "./sign-out.js";

const PAGES = [
  { href: "/admin/sentry", name: "Checks" },
  { href: "/admin/sentry/doctor", name: "Doctor" },
  { href: "/admin/sentry/history", name: "History" },
  { href: "/admin/sentry/causes", name: "Causes" },
];

/** @param here the address of the page that it stands on; of none of them: none is marked */
export function PageHeader({ here }: { here: string }) {
  const { environment, access } = whereabouts();
  return (
    <header className="flex flex-wrap items-center justify-between gap-x-6 gap-y-2 border-b border-rule py-4">
      <Live />
      <div className="flex flex-wrap items-center gap-x-7 gap-y-1">
        <a href={hrefOf("/")} className="flex items-center gap-2.5 font-bold tracking-tight">
          <Mark size={26} />
          Roundtrip
        </a>
        <nav aria-label="Diagnostics" className="flex gap-5">
          {PAGES.map(({ href, name }) => (
            <a
              key={href}
              href={hrefOf(href)}
              className="tab"
              aria-current={href === here ? "page" : undefined}
            >
              {name}
            </a>
          ))}
        </nav>
      </div>
      <div className="flex items-center justify-between gap-5 max-sm:w-full">
        <span className="label">
          Environment <strong className="font-semibold text-ink">{environment}</strong>
        </span>
        {access === "open" ? <span className="label">open, on this machine only</span> : <SignOut />}
      </div>
    </header>
  );
}
