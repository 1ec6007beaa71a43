"""Counts the queries of each list page of a copy of the project, on SQLite in memory: prints {"page": [{queries, table}, …]} for each number of rows as JSON."""

import hashlib
import json
import os
import re
import sys

os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
sys.path.insert(0, os.getcwd())

import django

django.setup()

from django.contrib import admin
from django.contrib.auth.models import User
from django.core.management import call_command
from django.db import connection, reset_queries
from django.test import Client
from django.test.utils import CaptureQueriesContext

from fill import fill

# The session and its user.
OF_EVERY_REQUEST = 2


def page_of(client, name, model):
    path = f"/{name}/{model._meta.app_label}/{model._meta.model_name}/"
    # the log keeps 9,000 of them
    reset_queries()
    with CaptureQueriesContext(connection) as queries:
        page = client.get(path)
    assert page.status_code == 200, (name, page.status_code)
    if name in os.environ.get("SHOW", "").split(","):
        for query in queries:
            print(name, query["sql"][:300], file=sys.stderr)
    # what the list shows, without what makes each request's form its own
    table = re.search(r'<table id="result_list">.*?</table>', page.content.decode(), re.S).group()
    return {"queries": len(queries) - OF_EVERY_REQUEST, "table": hashlib.sha256(table.encode()).hexdigest()}


call_command("migrate", run_syncdb=True, verbosity=0)
client = Client(raise_request_exception=True)
client.force_login(User.objects.create_superuser("admin", "admin@shop.example", "admin"))
counted = {}
done = 0
for rows in map(int, sys.argv[1:]):
    fill(done, rows)
    done = rows
    for name, (model, _) in admin.site.shapes.items():
        page_of(client, name, model)
        counted.setdefault(name, []).append(page_of(client, name, model))
json.dump(counted, sys.stdout)
