"""Nightly jobs: they hand orders and customers over to other systems."""

import csv

from .models import Customer, Order

BATCH = 500


def export_orders(path):
    """Walks all orders by offset: every batch reads past all rows before it."""
    with open(path, "w", newline="") as file:
        writer = csv.writer(file)
        orders = Order.objects.order_by("pk")
        offset = 0
        while True:
            batch = orders[offset : offset + BATCH]
            if not batch:
                break
            writer.writerows((order.pk, order.total) for order in batch)
            offset += BATCH


def order_lines(since):
    lines = []
    for order in Order.objects.filter(created__gte=since):
        lines.append(f"{order.pk};{order.customer.email};{order.total}")
    return lines


def order_counts(emails):
    """How many orders each of these customers has."""
    counts = {}
    for customer in Customer.objects.filter(email__in=emails):
        counts[customer.email] = Order.objects.filter(customer=customer).count()
    return counts


def export_customers(path):
    """Silent: by key, so that every batch costs the same."""
    last = 0
    with open(path, "w", newline="") as file:
        writer = csv.writer(file)
        while True:
            batch = list(Customer.objects.filter(pk__gt=last).order_by("pk")[:BATCH])
            if not batch:
                break
            writer.writerows((customer.pk, customer.email) for customer in batch)
            last = batch[-1].pk


def subscribe(customers):
    """Silent: one statement for all of them."""
    for customer in customers:
        customer.newsletter = True
    Customer.objects.bulk_update(customers, ["newsletter"], batch_size=BATCH)


def count_by_status():
    """Silent: three states, three queries, however many orders there are."""
    return {status: Order.objects.filter(status=status).count() for status in ("N", "P", "S")}
