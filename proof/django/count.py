"""Counts the queries of the example shop's pages, actions and jobs, on SQLite in memory.

Run in the directory of a copy of examples/django-shop with jobs.py in it. Prints JSON: for each name the number of queries and a digest of what came out of it,
so that a change of the result shows as well as a change of the cost.
"""

import hashlib
import json
import os
import re
import sys

os.environ.update(DJANGO_SETTINGS_MODULE="config.settings", DATABASE=":memory:", DEBUG="0")
sys.path.insert(0, os.getcwd())
sys.dont_write_bytecode = True

import django

django.setup()

from django.contrib.auth.models import User
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext, setup_test_environment

ROWS = 100

call_command("migrate", run_syncdb=True, verbosity=0)
setup_test_environment()

from shop import exports, jobs
from shop.models import Category, Customer, Order, OrderItem, Product, Region, Review, Supplier

regions = Region.objects.bulk_create(Region(name=f"region {i}") for i in range(5))
categories = Category.objects.bulk_create(Category(name=f"category {i}") for i in range(10))
suppliers = Supplier.objects.bulk_create(Supplier(name=f"supplier {i}") for i in range(ROWS))
customers = Customer.objects.bulk_create(Customer(name=f"customer {i}", email=f"{i}@shop.example", region=regions[i % 5]) for i in range(ROWS))
products = Product.objects.bulk_create(Product(name=f"product {i}", category=categories[i % 10], supplier=suppliers[i], price=i) for i in range(ROWS))
orders = Order.objects.bulk_create(Order(customer=customers[i], total=i) for i in range(ROWS))
OrderItem.objects.bulk_create(OrderItem(order=orders[(i * 7) % ROWS], product=products[i]) for i in range(ROWS))
OrderItem.objects.bulk_create(OrderItem(order=orders[0], product=products[i]) for i in range(20))
Review.objects.bulk_create(Review(product=products[i], author=customers[i], stars=i % 5) for i in range(ROWS))

client = Client()
client.force_login(User.objects.create_superuser("admin", "admin@shop.example", "admin"))


def table(path):
    """What the list page shows, without what differs from request to request."""
    page = client.get(path)
    assert page.status_code == 200, (path, page.status_code)
    return re.search(r'<table id="result_list">.*?</table>', page.content.decode(), re.S).group()


def form(path):
    """What the change form would send back unchanged: the inputs look different on purpose, their values must not."""
    page = client.get(path)
    assert page.status_code == 200, (path, page.status_code)
    admin_form = page.context["adminform"].form
    inlines = [one for formset in page.context["inline_admin_formsets"] for one in formset.formset.forms]
    return repr([(name, one[name].value()) for one in [admin_form, *inlines] for name in one.fields])


def mark_as_featured():
    keys = [product.pk for product in products]
    page = client.post("/admin/shop/product/", {"action": "mark_as_featured", "_selected_action": keys})
    assert page.status_code == 302, page.status_code
    return None


MEASURED = {
    "list of orders": lambda: table("/admin/shop/order/"),
    "list of products": lambda: table("/admin/shop/product/"),
    "list of reviews": lambda: table("/admin/shop/review/"),
    "list of customers": lambda: table("/admin/shop/customer/"),
    "form of an order": lambda: form(f"/admin/shop/order/{orders[0].pk}/change/"),
    "form of a review": lambda: form("/admin/shop/review/1/change/"),
    "action mark_as_featured": mark_as_featured,
    "order_lines": lambda: exports.order_lines("2000-01-01T00:00Z"),
    "order_counts": lambda: exports.order_counts([customer.email for customer in customers]),
    "unsupplied": jobs.unsupplied,
    "reviewed_by_buyers": jobs.reviewed_by_buyers,
    "relate": lambda: jobs.relate(products[-1].pk),
}

results = {}
for name, run in MEASURED.items():
    cache.clear()
    with CaptureQueriesContext(connection) as queries:
        outcome = run()
    outcome = outcome if outcome is not None else list(Product.objects.order_by("pk").values_list("pk", "is_featured"))
    results[name] = {"queries": len(queries), "result": hashlib.sha256(repr(outcome).encode()).hexdigest()}
json.dump(results, sys.stdout)
