# Settings of the Bugsink that the tests start: its own defaults, SQLite, everything below one directory.
import os

from bugsink.settings.default import *  # noqa: F403
from bugsink.app_settings import CB_NOBODY

DATA = os.environ["PEERS_DATA"]

SECRET_KEY = os.environ["PEERS_SECRET_KEY"]
DATABASES["default"]["NAME"] = f"{DATA}/db.sqlite3"  # noqa: F405
DATABASES["snappea"]["NAME"] = f"{DATA}/snappea.sqlite3"  # noqa: F405
SNAPPEA = {
    # Eager: a request digests its event itself. Otherwise a worker must, and the tests start none.
    "TASK_ALWAYS_EAGER": os.environ.get("PEERS_WORKER") != "absent",
    "PID_FILE": None,
    "WAKEUP_CALLS_DIR": f"{DATA}/wakeup",
}
EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
BUGSINK = {
    "BASE_URL": os.environ["PEERS_BASE_URL"],
    "SINGLE_USER": True,
    "SINGLE_TEAM": True,
    "USER_REGISTRATION": CB_NOBODY,
    "PHONEHOME": False,
    "INGEST_STORE_BASE_DIR": f"{DATA}/ingestion",
}
