import { text } from "./text.js";

/** Accepted, and not there. */
export const stored = {
  sent_elsewhere: text(
    "stored",
    "Sentry accepted the event for project {sent}, and Roundtrip looked in project {looked}: the process that raised the error has another SENTRY_DSN than the one that fired.",
    "Give every process that runs this app, workers and other instances too, the same SENTRY_DSN, and restart them.",
  ),
  accepted_not_stored: text(
    "stored",
    "Sentry accepted the event with 200, but it cannot be found by its id: it was not stored.",
    "Open Stats & Usage in Sentry for this project and hour. Filtered: Inbound Filters, or an issue set to delete and discard. Rate limited: quota, spike protection, the key's limit. Nothing there: a disabled key, or on a server of your own the ingest consumers (Bugsink: its snappea worker).",
  ),
  evicted_or_not_stored: text(
    "stored",
    "Bugsink accepted the event, and it cannot be found. The project holds as many events as it keeps ({count}), so Bugsink may have stored and removed it.",
    "Raise the project's maximum retention (Bugsink: the project's Settings), or delete old issues, and fire again. If the event is missing again, look whether Bugsink's worker (bugsink-runsnappea) runs.",
  ),
  discards_filtered: text(
    "stored",
    "Sentry's statistics count {count} of this project as filtered since the hour of the firing ({reasons}), perhaps this one.",
    "Look at the project's inbound filters (Settings, Inbound Filters), and at issues set to delete and discard.",
  ),
  discards_limited: text(
    "stored",
    "Sentry's statistics count {count} of this project as rate limited since the hour of the firing ({reasons}), perhaps this one.",
    "Raise the quota, or the rate limit of the DSN's key, and look whether spike protection is at work (Stats & Usage).",
  ),
  discards_invalid: text(
    "stored",
    "Sentry's statistics count {count} of this project as invalid since the hour of the firing ({reasons}), perhaps this one.",
    "Look at the reason. cors: add the app's domain to the project's Allowed Domains. duplicate: look for a proxy or a second SDK that sends twice. too_large: send less. Otherwise look at what rewrites events (beforeSend), and at the server's log where it is your own.",
  ),
  discards_none: text(
    "stored",
    "Sentry's statistics count no {what} of this project as filtered, limited or invalid since the hour of the firing.",
    "Look again in ten minutes, since statistics lag. If nothing shows, look behind ingest: on a server of your own at the consumers and queues that store events; else ask Sentry's support, with the event's id.",
  ),
  no_read_token: text(
    "stored",
    "SENTRY_API_TOKEN is not set, or cannot be used, so that nothing can be read back from Sentry. Nothing proves that the event is stored.",
    "Create a personal token (/settings/account/api/auth-tokens/) or an internal integration with project:read, event:read and org:read, since an organization token cannot read events; set SENTRY_API_TOKEN and SENTRY_ORG, and restart. Bugsink: projects:read, issues:read, events:read.",
  ),
  no_organisation: text(
    "stored",
    "SENTRY_ORG is not set, or cannot be used, and Sentry's API gives events only by their organisation, so that nothing can be read back.",
    "Set SENTRY_ORG to the organisation's slug (SLUG in https://SLUG.sentry.io or /organizations/SLUG/), and restart.",
  ),
  no_sentry_url: text(
    "stored",
    "SENTRY_URL is not set, or cannot be used, so that events would be looked for at https://sentry.io, but SENTRY_DSN sends them to {code}.",
    "Set SENTRY_URL to the web address of the Sentry or Bugsink that takes them, and restart. Where {code} is a relay that hands them on to Sentry's own service, set it to https://sentry.io.",
  ),
  read_unsupported: text(
    "stored",
    "The server at SENTRY_URL says that it is {code}. Roundtrip cannot read events back from it, so nothing is proven.",
    "Look for the run's id in {code} by hand. To have it proven, let the app send to a Sentry or a Bugsink, and set SENTRY_URL to its web address.",
  ),
  read_unauthorized: text(
    "stored",
    "The server at SENTRY_URL refused the token in SENTRY_API_TOKEN (401).",
    "Check SENTRY_URL first: a token is valid only on the server, and in the region, that made it. Then create a new personal or integration token with project:read, event:read and org:read (Bugsink: projects:read, issues:read and events:read), set SENTRY_API_TOKEN, and restart.",
  ),
  read_account: text(
    "stored",
    "Sentry's API refuses the token in SENTRY_API_TOKEN because of its owner's account ({code}).",
    "Create the token in an internal integration (Settings, Custom Integrations), which belongs to nobody's account. Or let the owner sign in through single sign-on (sso-required), or set up two factors (2fa-required). Another token of the same owner fails in the same way.",
  ),
  read_forbidden: text(
    "stored",
    "The server at SENTRY_URL forbids the token in SENTRY_API_TOKEN to read the project's events (403).",
    "Create a new personal token with project:read, event:read and org:read (Bugsink: projects:read, issues:read and events:read), since an old one's scopes cannot be changed, or add them to the internal integration. If they are right, add the token's owner to a team of the project.",
  ),
  read_denied: text(
    "stored",
    "Sentry's API refuses Roundtrip's request with {status}, for this reason: \"{code}\".",
    "Read that reason: the token may be right. If it names a product, such as Discover or Explore, take a plan that has it (Settings, Subscription), or switch its feature on if you host Sentry yourself.",
  ),
  read_refused: text(
    "stored",
    "The server at SENTRY_URL refused Roundtrip's request with {status}. The answer does not look like Sentry's: a proxy or firewall before Sentry may have given it.",
    "Call SENTRY_URL from this server to see who answers (Server, Via): `curl -i $SENTRY_URL/api/0/`. A proxy or firewall: let /api/0/ pass with the header Authorization. Sentry itself: 401 or 403 asks for a token with project:read, event:read and org:read, 404 for the right SENTRY_ORG.",
  ),
  wrong_organisation: text(
    "stored",
    "Sentry's API knows no organisation of the name in SENTRY_ORG for the token in SENTRY_API_TOKEN.",
    "Set SENTRY_ORG to the organisation's slug (SLUG in https://SLUG.sentry.io), and SENTRY_URL to its region, such as https://de.sentry.io. If both are right, the token belongs to another organisation: create one in this.",
  ),
  wrong_project: text(
    "stored",
    "The project in SENTRY_DSN does not belong to the organisation in SENTRY_ORG.",
    "Set SENTRY_ORG to the organisation that owns the DSN's project, or take the DSN of one of its projects.",
  ),
  other_server: text(
    "stored",
    "The server at SENTRY_URL has no project with the number and the key of SENTRY_DSN.",
    "Set SENTRY_URL to the server that SENTRY_DSN belongs to, or take SENTRY_DSN from a project of that server.",
  ),
  read_payment_required: text(
    "stored",
    "The server at SENTRY_URL asks for a payment, or for another plan, before it gives events out (402).",
    "Open Settings, Subscription in Sentry, as an owner or with the billing role: pay what is due, or take a plan that allows it. If nothing is due there, something before Sentry answered. Call SENTRY_URL from this server, and read who answers (Server, Via): `curl -i $SENTRY_URL/api/0/`.",
  ),
  read_rate_limited: text(
    "stored",
    "Sentry's API refused Roundtrip's look-ups as too many (429) until the deadline.",
    "Lower the variable LOOKUPS_PER_SECOND (5 by default) in all instances, which share that budget, and restart. Or set SENTRY_API_TOKEN to a token of a user or integration that no other program uses, since Sentry counts by user.",
  ),
  read_server_error: text(
    "stored",
    "Sentry's API answered {status} until the deadline: Sentry, or a proxy before it, is in trouble.",
    "Look at status.sentry.io. If you host Sentry, read the log of the proxy before it first, then that of web. Fire again later.",
  ),
  read_timeout: text(
    "stored",
    "Sentry's API did not answer in time.",
    "Check Sentry's status page, or the load of its web processes if you host it, and the way from this server to SENTRY_URL: `curl -v $SENTRY_URL`.",
  ),
  read_unreachable: text(
    "stored",
    "Sentry's API could not be reached ({code}).",
    "Correct SENTRY_URL, or let this server out to it. Where it is plain http to another machine, give it an https address, or name its host in PLAIN_HTTP_HOSTS if that network is yours alone.",
  ),
  read_tls: text(
    "stored",
    "The TLS connection to the host in SENTRY_URL failed ({code}).",
    "Look at the code. EPROTO or WRONG_VERSION_NUMBER: that port speaks plain http, so correct scheme or port. About a certificate: renew or correct it; for an authority of your own, set NODE_EXTRA_CA_CERTS to its PEM file in the process's own environment (not in .env) and restart.",
  ),
  read_redirected: text(
    "stored",
    "Sentry's API answered with a redirect, probably to a login page.",
    "Set SENTRY_URL to the address of the API itself, past any single sign-on proxy.",
  ),
  read_not_json: text(
    "stored",
    "The server at SENTRY_URL did not answer as Sentry's API does: it sent something other than JSON.",
    "Set SENTRY_URL to Sentry's own address; look for a login page or a proxy before it.",
  ),
  read_truncated: text(
    "stored",
    "Roundtrip cannot use what Sentry's API answered: {code}.",
    "Look for a proxy that cuts answers; if Sentry was just updated, update Roundtrip. More than a thousand spans: run the check by its button on Roundtrip's page, which gives it a trace of its own.",
  ),
  read_other_event: text(
    "stored",
    "Roundtrip asked Sentry's API for this event, and got another one.",
    "Look for a cache or proxy before SENTRY_URL that answers without regard to the address.",
  ),
  read_bad_request: text(
    "stored",
    "Sentry's API did not accept Roundtrip's request ({status}).",
    "Update Sentry if you host it. Otherwise look for a newer Roundtrip, and report this with the status and the run's id. 410: Sentry is retiring what was asked for, at first for minutes at a time, so that another firing may pass meanwhile.",
  ),
  not_looked: text(
    "stored",
    "The deadline has passed, and Roundtrip has not looked in Sentry since.",
    "Open the run's page (/admin/sentry/runs/ID) while the app is running: Roundtrip then looks in Sentry once more. If it was running, its look-ups were more than LOOKUPS_PER_SECOND allows: raise that, or RUN_DEADLINE_SECONDS, or fire fewer checks at once.",
  ),
  uniqueness_unknown: text(
    "stored",
    "The event was read back, but the search for copies did not answer; it is not proven to be the only one.",
    "Let the doctor try the token in SENTRY_API_TOKEN: `npm run doctor -- --url URL`. Where event:read or org:read is missing, create a token with both, and fire again.",
  ),
  search_lags: text(
    "stored",
    "The event was read back by its id, but Sentry's search did not list it, so whether it is the only one is not proven.",
    "Fire the check again later: the search is behind. If you host Sentry, look at the lag of its search consumers.",
  ),
  listed_without_body: text(
    "stored",
    "Sentry's search lists the event under the run's id, and Sentry's API answers 404 when it is asked for that event.",
    "Open the event in Sentry by its id. If it opens, look for a proxy before SENTRY_URL that blocks addresses with /events/ in them. If it does not open, somebody deleted it, or the server lost its body: if you host Sentry, check its node storage and SENTRY_EVENT_RETENTION_DAYS.",
  ),
  found_too_late: text(
    "stored",
    "The event was found only {seconds} s after the firing. What is later than an hour counts as lost.",
    "Look at status.sentry.io, or at the lag of the consumers if you host Sentry. Fire again once it has caught up.",
  ),
};
