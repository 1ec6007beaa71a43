from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models


class Region(models.Model):
    name = models.CharField(max_length=60)

    def __str__(self):
        return self.name


class City(models.Model):
    name = models.CharField(max_length=60)
    region = models.ForeignKey(Region, on_delete=models.CASCADE)

    def __str__(self):
        return f"{self.name}, {self.region}"


class Courier(models.Model):
    """Its label goes two keys further."""

    name = models.CharField(max_length=60)
    city = models.ForeignKey(City, on_delete=models.CASCADE)

    def __str__(self):
        return f"{self.name} ({self.city})"


class Customer(models.Model):
    name = models.CharField(max_length=60)
    city = models.ForeignKey(City, on_delete=models.CASCADE, related_name="customers")
    referrer = models.ForeignKey("self", null=True, blank=True, on_delete=models.SET_NULL)
    language = models.CharField(max_length=2, choices=[("en", "English"), ("de", "Deutsch")], default="en")
    newsletter = models.BooleanField(default=False)

    def __str__(self):
        return self.name

    @property
    def place(self):
        return f"{self.city.name}, {self.city.region.name}"

    @property
    def has_ordered(self):
        return self.orders.exists()


class Tag(models.Model):
    name = models.CharField(max_length=60)

    def __str__(self):
        return self.name


class LoadedManager(models.Manager):
    def get_queryset(self):
        return super().get_queryset().select_related("order__customer")


class Order(models.Model):
    number = models.CharField(max_length=20)
    customer = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="orders")
    courier = models.ForeignKey(Courier, null=True, blank=True, on_delete=models.SET_NULL)
    status = models.CharField(max_length=1, choices=[("N", "new"), ("S", "sent")], default="N")
    channel = models.CharField(max_length=20, default="web")
    paid = models.BooleanField(default=False)
    created = models.DateTimeField()
    due = models.DateField(null=True)
    note = models.TextField(blank=True)
    tags = models.ManyToManyField(Tag, blank=True)

    def __str__(self):
        return self.number

    @property
    def total(self):
        return sum(line.quantity for line in self.lines.all())

    def buyer(self):
        return self.customer.name


class Line(models.Model):
    """Its label reads a key."""

    order = models.ForeignKey(Order, on_delete=models.CASCADE, related_name="lines")
    text = models.CharField(max_length=60)
    quantity = models.IntegerField(default=1)

    def __str__(self):
        return f"{self.quantity} x {self.text} of {self.order}"


class Parcel(models.Model):
    """Its default manager joins what its label reads."""

    order = models.ForeignKey(Order, on_delete=models.CASCADE, related_name="parcels")
    code = models.CharField(max_length=20)

    objects = LoadedManager()

    def __str__(self):
        return f"{self.code} for {self.order.customer}"


class Invoice(models.Model):
    order = models.OneToOneField(Order, on_delete=models.CASCADE, related_name="invoice")
    number = models.CharField(max_length=20)

    def __str__(self):
        return self.number


class Remark(models.Model):
    content_type = models.ForeignKey(ContentType, on_delete=models.CASCADE)
    object_id = models.PositiveBigIntegerField()
    about = GenericForeignKey()
    text = models.CharField(max_length=60)

    def __str__(self):
        return self.text
