"""Rows for all tables of the project."""

import datetime

from django.contrib.contenttypes.models import ContentType

from catalog.models import City, Courier, Customer, Invoice, Line, Order, Parcel, Region, Remark, Tag


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
