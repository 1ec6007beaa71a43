from django.contrib import admin

from .filters import CategoryFilter, OpenFilter, SupplierFilter
from .models import Category, Customer, Order, OrderItem, Product, Region, Review, Supplier


class OrderItemInline(admin.TabularInline):
    model = OrderItem
    fields = ("product", "quantity")
    extra = 0


@admin.register(Order)
class OrderAdmin(admin.ModelAdmin):
    list_display = ("id", "customer_name", "total", "status", "item_count")
    list_filter = (OpenFilter, "status")
    inlines = [OrderItemInline]
    actions = ["mark_as_sent"]
    # the customer list was too long for a dropdown
    raw_id_fields = ("customer",)

    def customer_name(self, order):
        return f"{order.customer.name} ({order.customer.email})"

    def item_count(self, order):
        return order.items.count()

    @admin.action(description="Mark as sent")
    def mark_as_sent(self, request, queryset):
        # silent: one statement for the whole selection
        updated = queryset.update(status=Order.Status.SENT)
        self.message_user(request, f"{updated} orders marked as sent.")


@admin.register(Product)
class ProductAdmin(admin.ModelAdmin):
    list_display = ("name", "category", "supplier", "price", "in_stock")
    list_filter = (CategoryFilter, SupplierFilter, "in_stock")
    search_fields = ("name",)
    autocomplete_fields = ("supplier", "related_products")
    actions = ["mark_as_featured"]

    def mark_as_featured(self, request, queryset):
        for product in queryset:
            product.is_featured = True
            product.save()


@admin.register(Review)
class ReviewAdmin(admin.ModelAdmin):
    list_filter = ("stars",)
    fields = ("product", "author", "stars", "text")


@admin.register(Customer)
class CustomerAdmin(admin.ModelAdmin):
    # silent: the column's relation is loaded with the page
    list_display = ("name", "email", "region_name")
    list_select_related = ("region",)
    search_fields = ("name", "email")
    fields = ("name", "email", "newsletter")

    def region_name(self, customer):
        return customer.region.name


@admin.register(Supplier)
class SupplierAdmin(admin.ModelAdmin):
    list_display = ("name",)
    search_fields = ("name",)


admin.site.register([Category, Region])
