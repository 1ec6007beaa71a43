"""Counts the queries of each list page of a copy of the project, on SQLite in memory: prints {"page": [for the first number of rows, for the second]} as JSON."""

import datetime
import json
import os
import sys

os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
sys.path.insert(0, os.getcwd())

import django

django.setup()

from django.contrib import admin
from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.db import connection, reset_queries
from django.test import Client
from django.test.utils import CaptureQueriesContext

from catalog.models import City, Courier, Customer, Invoice, Line, Order, Parcel, Region, Remark, Tag

# The session and its user.
OF_EVERY_REQUEST = 2


def fill(first, last):
    """Rows `first` to `last` of every table. Each row has a key to a row of its own, and all keys are set."""
    kind = ContentType.objects.get_for_model(Region)
    for i in range(first, last):
        region = Region.objects.create(name=f"region {i}")
        city = City.objects.create(name=f"city {i}", region=region)
        courier = Courier.objects.create(name=f"courier {i}", city=city)
        customer = Customer.objects.create(name=f"customer {i}", city=city, referrer=Customer.objects.last())
        if i == 0:
            Customer.objects.update(referrer=customer)
        created = datetime.datetime(2024, 1 + i % 12, 1 + i % 28, tzinfo=datetime.timezone.utc)
        order = Order.objects.create(number=f"{i:05}", customer=customer, courier=courier, created=created, due=created.date())
        order.tags.add(Tag.objects.create(name=f"tag {i}"))
        Line.objects.create(order=order, text=f"line {i}", quantity=2)
        Parcel.objects.create(order=order, code=f"parcel {i}")
        Invoice.objects.create(order=order, number=f"invoice {i}")
        Remark.objects.create(content_type=kind, object_id=region.pk, text=f"remark {i}")


def queries_of(client, name, site):
    (model,) = site._registry
    path = f"/{name}/{model._meta.app_label}/{model._meta.model_name}/"
    # the log keeps 9,000 of them
    reset_queries()
    with CaptureQueriesContext(connection) as queries:
        page = client.get(path)
    assert page.status_code == 200, (name, page.status_code)
    if name in os.environ.get("SHOW", "").split(","):
        for query in queries:
            print(name, query["sql"][:300], file=sys.stderr)
    return len(queries) - OF_EVERY_REQUEST


call_command("migrate", run_syncdb=True, verbosity=0)
client = Client(raise_request_exception=True)
client.force_login(User.objects.create_superuser("admin", "admin@shop.example", "admin"))
counted = {}
done = 0
for rows in map(int, sys.argv[1:]):
    fill(done, rows)
    done = rows
    for name, site in admin.site.shapes.items():
        queries_of(client, name, site)
        counted.setdefault(name, []).append(queries_of(client, name, site))
json.dump(counted, sys.stdout)
