"""What Celery runs at night."""

from celery import shared_task

from . import exports


@shared_task
def export(folder):
    exports.export_orders(f"{folder}/orders.csv")
    exports.export_customers(f"{folder}/customers.csv")


@shared_task
def summary(since, emails):
    return exports.order_lines(since), exports.order_counts(emails)
