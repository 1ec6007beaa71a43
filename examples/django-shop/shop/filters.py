from django.contrib import admin
from django.core.cache import cache

from .models import Category, Order, Supplier


class SupplierFilter(admin.SimpleListFilter):
    title = "supplier"
    parameter_name = "supplier"

    def lookups(self, request, model_admin):
        return [(supplier.pk, supplier.name) for supplier in Supplier.objects.order_by("name")]

    def queryset(self, request, queryset):
        return queryset.filter(supplier=self.value()) if self.value() else queryset


class CategoryFilter(admin.SimpleListFilter):
    """Silent: the options come from the cache, and an empty list is cached as well."""

    title = "category"
    parameter_name = "category"

    def lookups(self, request, model_admin):
        options = cache.get("category-options")
        if options is None:
            options = list(Category.objects.order_by("name").values_list("pk", "name"))
            cache.set("category-options", options, 3600)
        return options

    def queryset(self, request, queryset):
        return queryset.filter(category=self.value()) if self.value() else queryset


class OpenFilter(admin.SimpleListFilter):
    """Silent: no query at all."""

    title = "open"
    parameter_name = "open"

    def lookups(self, request, model_admin):
        return [("yes", "not sent yet"), ("no", "sent")]

    def queryset(self, request, queryset):
        if self.value() == "yes":
            return queryset.exclude(status=Order.Status.SENT)
        if self.value() == "no":
            return queryset.filter(status=Order.Status.SENT)
        return queryset
