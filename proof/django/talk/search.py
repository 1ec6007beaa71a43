"""Asks PostgreSQL which indexes serve Django's lookups, as `no-unanchored-search` says, and what `require-index` saves. Exits with 1 where the advice is wrong."""

import os
import sys
import time

os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
sys.path.insert(0, os.getcwd())

import django

django.setup()

from django.db import connection

from store.models import NotificationLog

LOOKUPS = {"icontains": "user4711@", "istartswith": "user4711@", "iexact": "user4711@shop.example", "exact": "user4711@shop.example"}
INDEXES = {
    "no index": (),
    "plain index": ("CREATE INDEX plain ON store_notificationlog (user_email)",),
    "index on UPPER": ("CREATE INDEX upper_ ON store_notificationlog (UPPER(user_email))",),
    "trigram index on the column": ("CREATE EXTENSION IF NOT EXISTS pg_trgm", "CREATE INDEX trigram ON store_notificationlog USING gin (user_email gin_trgm_ops)"),
    "trigram index on UPPER": ("CREATE INDEX trigram ON store_notificationlog USING gin (UPPER(user_email) gin_trgm_ops)",),
}
# The lookups that an index serves.
SERVED = {
    "no index": set(),
    "plain index": {"exact"},
    "index on UPPER": {"iexact"},
    "trigram index on the column": {"exact"},
    "trigram index on UPPER": {"icontains", "istartswith", "iexact"},
}


def run(*statements):
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def timed(queryset):
    begun = time.perf_counter()
    list(queryset)
    return (time.perf_counter() - begun) * 1000


wrong = 0
run("DROP INDEX IF EXISTS email", "DROP INDEX IF EXISTS created")
print(f"{'':30}" + "".join(f"{lookup:>14}" for lookup in LOOKUPS))
for name, statements in INDEXES.items():
    run(*statements, "ANALYZE store_notificationlog")
    cells = []
    for lookup, term in LOOKUPS.items():
        queryset = NotificationLog.objects.filter(**{f"user_email__{lookup}": term})
        served = "Index" in queryset.explain()
        wrong += served != (lookup in SERVED[name])
        cells.append(f"{min(timed(queryset.all()) for _ in range(2)):.0f} ms{' index' if served else ''}")
    print(f"{name:30}" + "".join(f"{cell:>14}" for cell in cells))
    run("DROP INDEX IF EXISTS plain", "DROP INDEX IF EXISTS upper_", "DROP INDEX IF EXISTS trigram")

latest = NotificationLog.objects.order_by("-created_at", "-pk").defer("body")[:100]
without = min(timed(latest.all()) for _ in range(2))
run("CREATE INDEX created ON store_notificationlog (created_at)", "ANALYZE store_notificationlog")
with_index = min(timed(latest.all()) for _ in range(2))
print(f"a page by `created_at` and the key: {without:.0f} ms without an index on `created_at`, {with_index:.0f} ms with it")
wrong += with_index > without / 10
sys.exit(1 if wrong else 0)
