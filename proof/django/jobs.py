"""Jobs in shapes that the example shop lacks: copied into it as `shop/jobs.py` before it is linted."""

from .models import Order, OrderItem, Product, Review


def unsupplied():
    """A foreign key that is only tested for truth, and for None."""
    names = []
    for product in Product.objects.order_by("pk"):
        if not product.supplier or product.supplier is None:
            names.append(product.name)
    return names


def reviewed_by_buyers():
    """A foreign key that is only handed on as a condition."""
    bought = []
    for review in Review.objects.order_by("pk"):
        bought.append(OrderItem.objects.filter(product=review.product, order__total__gt=5).count())
    return bought


def relate(key):
    """A foreign key that is only linked."""
    product = Product.objects.get(pk=key)
    for item in OrderItem.objects.order_by("pk"):
        product.related_products.add(item.product)
    return sorted(product.related_products.values_list("pk", flat=True)), Order.objects.count()


JOBS = [unsupplied, reviewed_by_buyers, relate]
