# Reads events from stdin, one JSON object a line; writes each as Sentry would store it, with its `_meta`.
import json
import sys

from sentry_relay.processing import StoreNormalizer

normalizer = StoreNormalizer(
    project_id=1,
    protocol_version="7",
    is_renormalize=False,
    normalize_user_agent=True,
    remove_other=True,
    max_secs_in_future=60,
    max_secs_in_past=30 * 24 * 3600,
)
for line in sys.stdin:
    print(json.dumps(normalizer.normalize_event(raw_event=line.strip().encode())), flush=True)
