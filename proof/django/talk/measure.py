"""Times and counts the pages of one state of the project on PostgreSQL: prints {"page": {queries, ms, kb}} as JSON. With `fill` it makes the tables first, with `index` the indexes."""

import json
import os
import sys
import time

os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
sys.path.insert(0, os.getcwd())

import django

django.setup()

from django.contrib.auth.models import User
from django.core.management import call_command
from django.db import connection, reset_queries
from django.test import Client
from django.test.utils import CaptureQueriesContext

USERS = 50_000
LOGS = int(os.environ.get("LOGS", "2000000"))
REPEATED = 3

FILL = f"""
    INSERT INTO auth_user (id, password, is_superuser, username, first_name, last_name, email, is_staff, is_active, date_joined)
    SELECT i + 10, '', false, 'user' || i, '', '', 'user' || i || '@shop.example', false, true, now() FROM generate_series(1, {USERS}) i;
    INSERT INTO store_notificationlog (user_id, user_email, code, category, event, template, type, body, created_at)
    SELECT 11 + i::bigint * 7919 % {USERS}, 'user' || (1 + i::bigint * 7919 % {USERS}) || '@shop.example', 'code' || i % 5000, 'category ' || i % 40, (ARRAY['sent', 'opened', 'clicked', 'bounced'])[1 + i % 4],
           'template ' || i % 300, (ARRAY['mail', 'push', 'sms'])[1 + i % 3], repeat(md5(i::text), 30), timestamptz '2024-01-01' + i * interval '15 seconds'
    FROM generate_series(1, {LOGS}) i;
    ANALYZE;
"""

# What `require-index` and `no-unanchored-search` advise; the field of an exact search is one of them.
INDEXES = """
    CREATE INDEX created ON store_notificationlog (created_at);
    CREATE INDEX email ON store_notificationlog (user_email);
    ANALYZE;
"""

PAGES = {
    "the list": "/admin/store/notificationlog/",
    "filtered by event": "/admin/store/notificationlog/?event=opened",
    "searched": "/admin/store/notificationlog/?q=user4711@shop.example",
    "page 100": "/admin/store/notificationlog/?p=100",
    "the form": f"/admin/store/notificationlog/{LOGS // 2}/change/",
}


def measured(client, path):
    times = []
    for _ in range(REPEATED):
        reset_queries()
        begun = time.perf_counter()
        with CaptureQueriesContext(connection) as queries:
            page = client.get(path)
        times.append((time.perf_counter() - begun) * 1000)
        assert page.status_code == 200, (path, page.status_code)
    return {"queries": len(queries), "ms": round(min(times)), "kb": round(len(page.content) / 1000)}


if "fill" in sys.argv:
    call_command("migrate", run_syncdb=True, verbosity=0)
    User.objects.create_superuser("admin", "admin@shop.example", "admin")
    with connection.cursor() as cursor:
        cursor.execute(FILL)
if "index" in sys.argv:
    with connection.cursor() as cursor:
        cursor.execute(INDEXES)
client = Client()
client.force_login(User.objects.get(username="admin"))
json.dump({name: measured(client, path) for name, path in PAGES.items()}, sys.stdout)
