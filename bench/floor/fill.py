"""Fill the floor: `python -m bench.floor.fill ROWS`; prints the session of somebody who is signed in."""

import os
import random
import sys

import django

from bench.words import Writer


def fill(rows: int) -> str:
    """Make the tables, `rows` entries, and one person; returns the key of the session."""
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.auth.models import User
    from django.contrib.sessions.backends.db import SessionStore
    from django.core.management import call_command
    from django.db import connection

    call_command("migrate", run_syncdb=True, verbosity=0)
    writer = Writer(random.Random(1))
    with connection.cursor() as cursor, cursor.copy("COPY floor_entry (title, text) FROM STDIN") as copy:
        for number in range(rows):
            copy.write_row((f"Inbreng {number}", " ".join(writer.sentences(40))))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    user = User.objects.create_user("lid")
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    return str(session.session_key)


if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "bench.floor.settings"
    django.setup()
    print(fill(int(sys.argv[1])))
