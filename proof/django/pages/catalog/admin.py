"""Change lists in all shapes whose queries the plugin estimates: each class is one page."""

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.contrib.contenttypes.models import ContentType
from django.core.paginator import Paginator
from django.db.models import Count, Exists, OuterRef, Prefetch, Subquery
from django.utils.functional import cached_property

from .models import City, Courier, Customer, Invoice, Line, Order, Parcel, Region, Remark, Tag


# ---------------------------------------------------------------------------------------------- columns


@admin.register(Region)
class Bare(admin.ModelAdmin):
    pass


@admin.register(City)
class LabelOfAKey(admin.ModelAdmin):
    pass


@admin.register(Courier)
class LabelOfAChain(admin.ModelAdmin):
    pass


@admin.register(Line)
class LabelAsNamedColumn(admin.ModelAdmin):
    list_display = ("__str__", "quantity")


@admin.register(Line)
class CheckboxLabel(admin.ModelAdmin):
    list_display = ("text", "quantity")


@admin.register(Line)
class NoActions(admin.ModelAdmin):
    list_display = ("text", "quantity")
    actions = None


@admin.register(Order)
class ForeignKeyColumn(admin.ModelAdmin):
    list_display = ("number", "customer")


@admin.register(Order)
class NullableKeyColumn(admin.ModelAdmin):
    list_display = ("number", "courier")


@admin.register(Order)
class BothKeyColumns(admin.ModelAdmin):
    list_display = ("number", "customer", "courier")


@admin.register(Customer)
class KeyColumnWithLabelOfAKey(admin.ModelAdmin):
    list_display = ("name", "city")


@admin.register(Customer)
class KeyToOwnModel(admin.ModelAdmin):
    list_display = ("name", "referrer")


@admin.register(Order)
class MethodReadsAKey(admin.ModelAdmin):
    list_display = ("number", "customer_name")

    def customer_name(self, order):
        return order.customer.name


@admin.register(Order)
class MethodReadsAChain(admin.ModelAdmin):
    list_display = ("number", "region")

    def region(self, order):
        return order.customer.city.region.name


@admin.register(Order)
class TwoMethodsReadOneKey(admin.ModelAdmin):
    list_display = ("number", "customer_name", "language")

    def customer_name(self, order):
        return order.customer.name

    def language(self, order):
        return order.customer.language


@admin.register(Order)
class MethodOfTheModel(admin.ModelAdmin):
    list_display = ("number", "buyer")


@admin.register(Customer)
class PropertyOfTheModel(admin.ModelAdmin):
    list_display = ("name", "place")


@admin.register(Customer)
class PropertyTests(admin.ModelAdmin):
    list_display = ("name", "has_ordered")


@admin.register(Order)
class PropertyIterates(admin.ModelAdmin):
    list_display = ("number", "total")


@admin.register(Order)
class Counts(admin.ModelAdmin):
    list_display = ("number", "size")

    def size(self, order):
        return order.lines.count()


@admin.register(Order)
class CountsAndTests(admin.ModelAdmin):
    list_display = ("number", "size", "is_tagged")

    def size(self, order):
        return order.lines.count()

    def is_tagged(self, order):
        return order.tags.exists()


@admin.register(Order)
class FirstOfMany(admin.ModelAdmin):
    list_display = ("number", "first_line")

    def first_line(self, order):
        line = order.lines.first()
        return line.text if line else ""


@admin.register(Order)
class LabelOfFirst(admin.ModelAdmin):
    list_display = ("number", "first_line")

    def first_line(self, order):
        return order.lines.first()


@admin.register(Order)
class FiltersMany(admin.ModelAdmin):
    list_display = ("number", "large")

    def large(self, order):
        return order.lines.filter(quantity__gt=1).count()


@admin.register(Order)
class IteratesFiltered(admin.ModelAdmin):
    list_display = ("number", "large")

    def large(self, order):
        return ", ".join(line.text for line in order.lines.filter(quantity__gt=1))


@admin.register(Order)
class IteratesMany(admin.ModelAdmin):
    list_display = ("number", "tag_names")

    def tag_names(self, order):
        return ", ".join(tag.name for tag in order.tags.all())


@admin.register(Order)
class IteratesManyTwice(admin.ModelAdmin):
    list_display = ("number", "tag_names", "tag_count")

    def tag_names(self, order):
        return ", ".join(tag.name for tag in order.tags.all())

    def tag_count(self, order):
        return order.tags.count()


@admin.register(Order)
class TestsThenReads(admin.ModelAdmin):
    list_display = ("number", "last_line")

    def last_line(self, order):
        if order.lines.exists():
            return order.lines.last().text
        return ""


@admin.register(Order)
class AsksAnotherModel(admin.ModelAdmin):
    list_display = ("number", "invoiced")

    def invoiced(self, order):
        return Invoice.objects.filter(order=order).exists()


@admin.register(Order)
class TypeOfTheRow(admin.ModelAdmin):
    list_display = ("number", "kind")

    def kind(self, order):
        return ContentType.objects.get_for_model(order).pk


@admin.register(Order)
class GetsAnotherModel(admin.ModelAdmin):
    list_display = ("number", "billed")

    def billed(self, order):
        return Invoice.objects.get(order_id=order.pk).number


@admin.register(Order)
class ReverseOneToOne(admin.ModelAdmin):
    list_display = ("number", "bill")

    def bill(self, order):
        return order.invoice.number


@admin.register(Order)
class ReverseOneToOneColumn(admin.ModelAdmin):
    list_display = ("number", "invoice")


@admin.register(Order)
class KeyOnly(admin.ModelAdmin):
    list_display = ("number", "customer_id", "has_courier")

    def has_courier(self, order):
        return order.courier_id is not None


@admin.register(Order)
class GuardedKey(admin.ModelAdmin):
    list_display = ("number", "courier_name")

    def courier_name(self, order):
        return order.courier.name if order.courier else "-"


@admin.register(Order)
class GuardedByKey(admin.ModelAdmin):
    list_display = ("number", "courier_name")

    def courier_name(self, order):
        return order.courier.name if order.courier_id else "-"


@admin.register(Order)
class LambdaColumn(admin.ModelAdmin):
    list_display = ("number", lambda order: order.customer.name)


def customer_city(order):
    return order.customer.city.name


@admin.register(Order)
class FunctionColumn(admin.ModelAdmin):
    list_display = ("number", customer_city)


@admin.register(Order)
class HelperMethod(admin.ModelAdmin):
    list_display = ("number", "who")

    def who(self, order):
        return self.describe(order)

    def describe(self, order):
        return f"{order.customer} in {order.customer.city}"


@admin.register(Parcel)
class ManagerJoins(admin.ModelAdmin):
    list_display = ("code", "recipient")

    def recipient(self, parcel):
        return parcel.order.customer.name


@admin.register(Order)
class ChildrenOfAJoiningManager(admin.ModelAdmin):
    list_display = ("number", "labels")

    def labels(self, order):
        return ", ".join(str(parcel) for parcel in order.parcels.all())


@admin.register(Remark)
class GenericKeyColumn(admin.ModelAdmin):
    list_display = ("text", "about")


@admin.register(Remark)
class GenericKeyPrefetched(admin.ModelAdmin):
    list_display = ("text", "about")

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("about")


@admin.register(Remark)
class ContentTypeColumn(admin.ModelAdmin):
    list_display = ("text", "content_type")


# ---------------------------------------------------------------------------------------------- list_select_related


@admin.register(Order)
class JoinsTrue(admin.ModelAdmin):
    list_display = ("number", "customer_name")
    list_select_related = True

    def customer_name(self, order):
        return order.customer.name


@admin.register(Order)
class JoinsTrueNullable(admin.ModelAdmin):
    list_display = ("number", "courier_name")
    list_select_related = True

    def courier_name(self, order):
        return order.courier.name


@admin.register(Order)
class JoinsEmpty(admin.ModelAdmin):
    list_display = ("number", "customer")
    list_select_related = ()


@admin.register(Order)
class JoinsFalse(admin.ModelAdmin):
    list_display = ("number", "customer")
    list_select_related = False


@admin.register(Order)
class JoinsList(admin.ModelAdmin):
    list_display = ("number", "customer_name", "courier_name")
    list_select_related = ("customer", "courier__city__region")

    def customer_name(self, order):
        return order.customer.name

    def courier_name(self, order):
        return str(order.courier)


@admin.register(Order)
class JoinsTooLittle(admin.ModelAdmin):
    list_display = ("number", "customer", "courier")
    list_select_related = ("customer",)


@admin.register(Order)
class JoinsByMethod(admin.ModelAdmin):
    list_display = ("number", "customer", "courier")

    def get_list_select_related(self, request):
        return ("customer",)


# ---------------------------------------------------------------------------------------------- get_queryset


@admin.register(Order)
class QuerysetJoins(admin.ModelAdmin):
    list_display = ("number", "customer", "courier")

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("customer")


@admin.register(Order)
class QuerysetJoinsAll(admin.ModelAdmin):
    list_display = ("number", "customer_name")

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("customer", "courier")

    def customer_name(self, order):
        return order.customer.name


@admin.register(Order)
class QuerysetOverridesOption(admin.ModelAdmin):
    list_display = ("number", "customer_name", "courier_name")
    list_select_related = ("customer",)

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("courier")

    def customer_name(self, order):
        return order.customer.name

    def courier_name(self, order):
        return order.courier.name


@admin.register(Order)
class Prefetched(admin.ModelAdmin):
    list_display = ("number", "tag_names")

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("tags")

    def tag_names(self, order):
        return ", ".join(tag.name for tag in order.tags.all())


@admin.register(Order)
class PrefetchedTwo(admin.ModelAdmin):
    list_display = ("number", "tag_names", "size")

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("tags", "lines")

    def tag_names(self, order):
        return ", ".join(tag.name for tag in order.tags.all())

    def size(self, order):
        return order.lines.count()


@admin.register(Order)
class PrefetchDefeated(admin.ModelAdmin):
    list_display = ("number", "tag_names")

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("tags")

    def tag_names(self, order):
        return ", ".join(order.tags.values_list("name", flat=True))


@admin.register(Order)
class PrefetchDefeatedByOrder(admin.ModelAdmin):
    list_display = ("number", "tag_names")

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("tags")

    def tag_names(self, order):
        return ", ".join(tag.name for tag in order.tags.order_by("name"))


@admin.register(Region)
class PrefetchedPath(admin.ModelAdmin):
    list_display = ("name", "people")

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("city_set__customers")

    def people(self, region):
        return sum(len(city.customers.all()) for city in region.city_set.all())


@admin.register(Order)
class PrefetchedPaths(admin.ModelAdmin):
    list_display = ("number", "cities", "size")

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("customer", "customer__city", "lines")

    def cities(self, order):
        return order.customer.city.name

    def size(self, order):
        return len(order.lines.all())


@admin.register(Order)
class PrefetchedByQueryset(admin.ModelAdmin):
    list_display = ("number", "large")

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related(Prefetch("lines", Line.objects.filter(quantity__gt=1), to_attr="large_lines"))

    def large(self, order):
        return len(order.large_lines)


@admin.register(Order)
class PrefetchedByPrefetchingQueryset(admin.ModelAdmin):
    list_display = ("number", "names")

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related(Prefetch("customer", Customer.objects.prefetch_related("city")))

    def names(self, order):
        return order.customer.city.name


@admin.register(Order)
class AnnotatesCount(admin.ModelAdmin):
    list_display = ("number", "size")

    def get_queryset(self, request):
        return super().get_queryset(request).annotate(line_count=Count("lines"))

    def size(self, order):
        return order.line_count


@admin.register(Order)
class AnnotatesSubquery(admin.ModelAdmin):
    list_display = ("number", "text", "billed")

    def get_queryset(self, request):
        lines = Line.objects.filter(order=OuterRef("pk")).order_by("pk")
        return super().get_queryset(request).annotate(line_text=Subquery(lines.values("text")[:1]), is_billed=Exists(Invoice.objects.filter(order=OuterRef("pk"))))

    def text(self, order):
        return order.line_text

    def billed(self, order):
        return order.is_billed


@admin.register(Order)
class QuerysetByUser(admin.ModelAdmin):
    list_display = ("number", "customer_name")

    def get_queryset(self, request):
        orders = super().get_queryset(request)
        if request.user.is_superuser:
            return orders
        return orders.filter(paid=True)

    def customer_name(self, order):
        return order.customer.name


@admin.register(Order)
class QuerysetDefers(admin.ModelAdmin):
    list_display = ("number", "customer")

    def get_queryset(self, request):
        return super().get_queryset(request).defer("note")


@admin.register(Order)
class ShowsDeferred(admin.ModelAdmin):
    list_display = ("number", "note")

    def get_queryset(self, request):
        return super().get_queryset(request).defer("note")


# ---------------------------------------------------------------------------------------------- filters


@admin.register(Order)
class FilterByChoices(admin.ModelAdmin):
    list_display = ("number",)
    list_filter = ("status",)


@admin.register(Order)
class FilterByBoolean(admin.ModelAdmin):
    list_display = ("number",)
    list_filter = ("paid",)


@admin.register(Order)
class FilterByDate(admin.ModelAdmin):
    list_display = ("number",)
    list_filter = ("created", "due")


@admin.register(Order)
class FilterByText(admin.ModelAdmin):
    list_display = ("number",)
    list_filter = ("channel",)


@admin.register(Order)
class FilterByKey(admin.ModelAdmin):
    list_display = ("number",)
    list_filter = ("customer",)


@admin.register(Customer)
class FilterByKeyWithLabelOfAKey(admin.ModelAdmin):
    list_display = ("name",)
    list_filter = ("city",)


@admin.register(Order)
class FilterByNullableKey(admin.ModelAdmin):
    list_display = ("number",)
    list_filter = ("courier",)


@admin.register(Order)
class FilterByMany(admin.ModelAdmin):
    list_display = ("number",)
    list_filter = ("tags",)


@admin.register(Order)
class FilterByLookup(admin.ModelAdmin):
    list_display = ("number",)
    list_filter = ("customer__city__region", "customer__language", "customer__newsletter")


@admin.register(Order)
class FilterByLookupText(admin.ModelAdmin):
    list_display = ("number",)
    list_filter = ("customer__name",)


@admin.register(Order)
class FilterRelatedOnly(admin.ModelAdmin):
    list_display = ("number",)
    list_filter = (("customer", admin.RelatedOnlyFieldListFilter),)


@admin.register(Order)
class FilterAllValues(admin.ModelAdmin):
    list_display = ("number",)
    list_filter = (("channel", admin.AllValuesFieldListFilter), ("status", admin.ChoicesFieldListFilter))


@admin.register(Order)
class FilterEmpty(admin.ModelAdmin):
    list_display = ("number",)
    list_filter = (("due", admin.EmptyFieldListFilter),)


class FixedFilter(admin.SimpleListFilter):
    title = "size"
    parameter_name = "size"

    def lookups(self, request, model_admin):
        return [("s", "small"), ("l", "large")]

    def queryset(self, request, queryset):
        return queryset


class QueriedFilter(admin.SimpleListFilter):
    title = "tag"
    parameter_name = "tag"

    def lookups(self, request, model_admin):
        return [(tag.pk, tag.name) for tag in Tag.objects.order_by("name")]

    def queryset(self, request, queryset):
        return queryset.filter(tags=self.value()) if self.value() else queryset


class BoundedFilter(admin.SimpleListFilter):
    title = "recent tag"
    parameter_name = "recent_tag"

    def lookups(self, request, model_admin):
        return [(tag.pk, tag.name) for tag in Tag.objects.order_by("-pk")[:5]]

    def queryset(self, request, queryset):
        return queryset.filter(tags=self.value()) if self.value() else queryset


class RelatedLabelFilter(admin.SimpleListFilter):
    title = "city"
    parameter_name = "city"

    def lookups(self, request, model_admin):
        return [(city.pk, str(city)) for city in City.objects.order_by("name")]

    def queryset(self, request, queryset):
        return queryset


@admin.register(Order)
class FilterFixed(admin.ModelAdmin):
    list_display = ("number",)
    list_filter = (FixedFilter,)


@admin.register(Order)
class FilterQueried(admin.ModelAdmin):
    list_display = ("number",)
    list_filter = (QueriedFilter, FixedFilter)


@admin.register(Order)
class FilterBounded(admin.ModelAdmin):
    list_display = ("number",)
    list_filter = (BoundedFilter,)


@admin.register(Order)
class FilterWithLabels(admin.ModelAdmin):
    list_display = ("number",)
    list_filter = (RelatedLabelFilter,)


@admin.register(Order)
class FiltersOfAllKinds(admin.ModelAdmin):
    list_display = ("number", "customer")
    list_filter = ("status", "paid", "created", "channel", "customer", "tags", QueriedFilter)


@admin.register(Order)
class FiltersByMethod(admin.ModelAdmin):
    list_display = ("number",)

    def get_list_filter(self, request):
        return ("customer", "tags")


# ---------------------------------------------------------------------------------------------- the page itself


@admin.register(Order)
class NoFullCount(admin.ModelAdmin):
    list_display = ("number",)
    show_full_result_count = False


class EstimatingPaginator(Paginator):
    @cached_property
    def count(self):
        return 1000


@admin.register(Order)
class OwnPaginator(admin.ModelAdmin):
    list_display = ("number",)
    paginator = EstimatingPaginator


@admin.register(Order)
class OwnPaginatorNoFullCount(admin.ModelAdmin):
    list_display = ("number",)
    paginator = EstimatingPaginator
    show_full_result_count = False


@admin.register(Order)
class DateHierarchy(admin.ModelAdmin):
    list_display = ("number",)
    date_hierarchy = "created"


@admin.register(Order)
class DateHierarchyOfDates(admin.ModelAdmin):
    list_display = ("number",)
    date_hierarchy = "due"


@admin.register(Order)
class Searched(admin.ModelAdmin):
    list_display = ("number",)
    search_fields = ("number", "customer__name")


@admin.register(Order)
class SmallPages(admin.ModelAdmin):
    list_display = ("number", "customer_name")
    list_per_page = 20

    def customer_name(self, order):
        return order.customer.name


@admin.register(Order)
class LongPages(admin.ModelAdmin):
    list_display = ("number",)
    list_per_page = 500
    list_max_show_all = 1000


@admin.register(Order)
class Editable(admin.ModelAdmin):
    list_display = ("number", "paid")
    list_editable = ("paid",)


@admin.register(Order)
class EditableKey(admin.ModelAdmin):
    list_display = ("number", "customer")
    list_editable = ("customer",)


@admin.register(Order)
class EditableRawKey(admin.ModelAdmin):
    list_display = ("number", "customer")
    list_editable = ("customer",)
    raw_id_fields = ("customer",)


@admin.register(Order)
class NotDeletable(admin.ModelAdmin):
    list_display = ("number",)

    def has_delete_permission(self, request, obj=None):
        return False


@admin.register(Line)
class NotDeletableLabels(admin.ModelAdmin):
    list_display = ("text",)

    def has_delete_permission(self, request, obj=None):
        return False


class JoiningChangeList(ChangeList):
    def get_queryset(self, *args, **kwargs):
        return super().get_queryset(*args, **kwargs).select_related("customer")


@admin.register(Order)
class OwnChangeList(admin.ModelAdmin):
    list_display = ("number", "customer_name")

    def get_changelist(self, request, **kwargs):
        return JoiningChangeList

    def customer_name(self, order):
        return order.customer.name


class CustomerNameMixin:
    def customer_name(self, order):
        return order.customer.name


@admin.register(Order)
class MethodOfAMixin(CustomerNameMixin, admin.ModelAdmin):
    list_display = ("number", "customer_name")


@admin.register(Invoice)
class OneToOneColumn(admin.ModelAdmin):
    list_display = ("number", "order")


@admin.register(Tag)
class ReverseMany(admin.ModelAdmin):
    list_display = ("name", "uses")

    def uses(self, tag):
        return tag.order_set.count()
