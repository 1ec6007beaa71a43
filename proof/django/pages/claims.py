"""Asks Django whether what the rules' messages, pages and comments say of it is so. Run in a copy of the project; exits with 1 where a claim is wrong."""

import os
import subprocess
import sys

os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
sys.path.insert(0, os.getcwd())

import django

django.setup()

from django import forms
from django.contrib import admin
from django.contrib.admin import AdminSite
from django.contrib.auth.models import User
from django.core.exceptions import FieldError
from django.core.management import call_command
from django.core.paginator import Paginator
from django.db import connection
from django.db.models import Count, OuterRef, Subquery, Sum
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext, setup_test_environment
from django.urls import NoReverseMatch
from django.utils.functional import cached_property

call_command("migrate", run_syncdb=True, verbosity=0)
setup_test_environment()

from catalog.models import Customer, Line, Order, Tag
from fill import fill

ROWS = 30
HAS_DISTINCT = not (4, 0) <= django.VERSION < (5, 0)
fill(0, ROWS)
user = User.objects.create_superuser("admin", "admin@shop.example", "admin")
CLAIMS = []


def claim(text):
    """A function that holds a sentence against Django: true where it is so."""

    def note(run):
        CLAIMS.append((text, run))
        return run

    return note


class Page:
    """One request of an admin class's list or form, without the middleware."""

    def __init__(self, options, query="", pk=None):
        site = AdminSite("claims")
        self.admin = type("SomeAdmin", (admin.ModelAdmin,), options)(Order, site)
        request = RequestFactory().get(f"/{query}")
        request.user = user
        with CaptureQueriesContext(connection) as queries:
            response = self.admin.changelist_view(request) if pk is None else self.admin.changeform_view(request, str(pk))
            self.url = getattr(response, "url", None)
            if hasattr(response, "render"):
                try:
                    response.render()
                except NoReverseMatch:
                    # no URL leads to this site
                    pass
        self.text = "" if getattr(response, "is_rendered", True) is False else response.content.decode()
        self.context = getattr(response, "context_data", {})
        self.sql = [query["sql"] for query in queries]

    @property
    def counts(self):
        return [sql for sql in self.sql if sql.startswith("SELECT COUNT(*)")]


def raises(error, run):
    try:
        run()
    except error:
        return True
    return False


def listing(**options):
    return Page({"list_display": ("number",), **options})


# ------------------------------------------------------------------------------------------ no-exact-count


class Estimate(Paginator):
    @cached_property
    def count(self):
        return 1000


@claim("A list counts its rows twice, without a filter")
def _():
    return len(listing().counts) == 2


@claim("and with one")
def _():
    page = Page({"list_filter": ("paid",)}, "?paid__exact=0")
    return len(page.counts) == 2 and sum("WHERE" in sql for sql in page.counts) == 1


@claim("`show_full_result_count = False` leaves one count")
def _():
    return len(listing(show_full_result_count=False).counts) == 1


@claim('A filtered list then says "Show all" instead of how many rows there are')
def _():
    full = Page({"list_filter": ("paid",)}, "?paid__exact=0").context["cl"]
    short = Page({"list_filter": ("paid",), "show_full_result_count": False}, "?paid__exact=0").context["cl"]
    return full.full_result_count == ROWS and short.full_result_count is None


@claim("A paginator that doesn't count leaves the count of the whole table")
def _():
    return len(listing(paginator=Estimate).counts) == 1 and listing(paginator=Estimate, show_full_result_count=False).counts == []


@claim("`annotate(Count(…))` makes every count of the list join and group")
def _():
    counts = listing(get_queryset=lambda self, request: Order.objects.annotate(n=Count("lines"))).counts
    return len(counts) == 2 and all("GROUP BY" in sql and "catalog_line" in sql for sql in counts)


@claim("`annotate(Subquery(…))` is left out of counts" if django.VERSION >= (4, 2) else "`annotate(Subquery(…))` stays in counts, up to Django 4.1")
def _():
    lines = Line.objects.filter(order=OuterRef("pk")).order_by().values("order").annotate(n=Count("pk")).values("n")
    counts = listing(get_queryset=lambda self, request: Order.objects.annotate(n=Subquery(lines))).counts
    return len(counts) == 2 and all(("catalog_line" in sql) == (django.VERSION < (4, 2)) for sql in counts)


@claim("An aggregate annotation runs for the change form as well")
def _():
    page = Page({"get_queryset": lambda self, request: Order.objects.annotate(n=Count("lines")), "fields": ("number",)}, pk=Order.objects.first().pk)
    return any("GROUP BY" in sql for sql in page.sql)


# ------------------------------------------------------------------------------------------ max-page-size


@claim("`list_per_page` is 100 and `list_max_show_all` 200 where nothing is set")
def _():
    return admin.ModelAdmin.list_per_page == 100 and admin.ModelAdmin.list_max_show_all == 200


@claim("`?all=` shows all rows up to `list_max_show_all`, and one page above it")
def _():
    def shown(most):
        return len(Page({"list_per_page": 5, "list_max_show_all": most}, "?all=").context["cl"].result_list)

    return shown(ROWS) == ROWS and shown(ROWS - 1) == 5


@claim("The link to all rows is offered up to `list_max_show_all`")
def _():
    def offered(most):
        return Page({"list_per_page": 5, "list_max_show_all": most}).context["cl"].can_show_all

    return offered(ROWS) and not offered(ROWS - 1)


# ------------------------------------------------------------------------------------------ require-index


@claim("Django appends the key to the order of a list")
def _():
    (sql,) = [sql for sql in listing(ordering=("created",)).sql if "ORDER BY" in sql]
    return sql.split("ORDER BY")[1].split("LIMIT")[0].strip() == '"catalog_order"."created" ASC, "catalog_order"."id" DESC'


# ------------------------------------------------------------------------------------------ no-unanchored-search


def search_of(field, term="1"):
    return Page({"search_fields": (field,)}, f"?q={term}")


@claim("A search runs twice, for the page and for its count")
def _():
    return sum("LIKE" in sql for sql in search_of("number").sql) == 2


@claim("`search_fields` look anywhere by `icontains`, `^` at the beginning, `=` for the whole regardless of case, `__exact` for the whole")
def _():
    texts = {field: [sql for sql in search_of(field).sql if "WHERE" in sql][-1] for field in ("number", "^number", "=number", "number__exact")}
    return "'%1%'" in texts["number"] and "'1%'" in texts["^number"] and "LIKE '1'" in texts["=number"] and "= '1'" in texts["number__exact"]


@claim("A search through a relation to many joins, and takes duplicates back, in the page and in its count")
def _():
    found = [sql for sql in search_of("tags__name").sql if "catalog_tag" in sql]
    return len(found) == 2 and all("JOIN" in sql and ("DISTINCT" in sql or "EXISTS" in sql) for sql in found)


@claim("by DISTINCT over every column" if HAS_DISTINCT else "by EXISTS, in Django 4.0 to 4.2")
def _():
    found = [sql for sql in search_of("tags__name").sql if "catalog_tag" in sql]
    return all(("SELECT DISTINCT" in sql and '"catalog_order"."note"' in sql.split('FROM "catalog_order"')[0]) if HAS_DISTINCT else "EXISTS" in sql for sql in found)


@claim("A search through a key needs no DISTINCT")
def _():
    found = [sql for sql in search_of("customer__name").sql if "LIKE" in sql]
    return len(found) == 2 and not any("DISTINCT" in sql for sql in found)


# ------------------------------------------------------------------------------------------ no-over-fetching


@claim("A deferred column isn't loaded for the list")
def _():
    page = listing(get_queryset=lambda self, request: Order.objects.defer("note"))
    return not any('"note"' in sql for sql in page.sql)


@claim("and costs the form that shows it one query")
def _():
    pk = Order.objects.first().pk
    plain = Page({"fields": ("number", "note")}, pk=pk)
    deferred = Page({"fields": ("number", "note"), "get_queryset": lambda self, request: Order.objects.defer("note")}, pk=pk)
    return len(deferred.sql) == len(plain.sql) + 1


# ------------------------------------------------------------------------------------------ no-broken-queryset

NO_QUERYSETS = {
    "a list": lambda: list(Order.objects.all()),
    "raw SQL": lambda: Order.objects.raw("SELECT * FROM catalog_order"),
    "a function": lambda: lambda: Order.objects.all(),
}
for _what, _make in NO_QUERYSETS.items():

    @claim(f"`get_queryset` that returns {_what} leads to `?e=1`")
    def _(make=_make):
        page = Page({"get_queryset": lambda self, request: make()})
        return page.url is not None and page.url.endswith("?e=1")


@claim("`get_queryset` that returns a slice " + ("as well" if django.VERSION >= (5, 0) else "fails with TypeError, up to Django 4.2"))
def _():
    def page():
        return Page({"get_queryset": lambda self, request: Order.objects.all()[:10]})

    return page().url.endswith("?e=1") if django.VERSION >= (5, 0) else raises(TypeError, page)


@claim('and `?e=1` says "Something\'s wrong with your database installation"')
def _():
    page = Page({"get_queryset": lambda self, request: list(Order.objects.all())}, "?e=1")
    return page.text.count("Something’s wrong with your database installation") == 1


@claim("`list_select_related` of a relation to many fails with FieldError")
def _():
    return raises(FieldError, lambda: listing(list_select_related=("tags",)))


def check_ids(**options):
    site = AdminSite("claims")
    return {error.id for error in type("SomeAdmin", (admin.ModelAdmin,), options)(Order, site).check()}


for _option, _id in {"list_display": "E107", "list_filter": "E112", "list_select_related": "E117", "search_fields": "E126", "raw_id_fields": "E001", "autocomplete_fields": "E036"}.items():

    @claim(f"`{_option}` that is a text is refused by the system checks (admin.{_id})")
    def _(option=_option, id=_id):
        return f"admin.{id}" in check_ids(**{option: "customer"})


@claim("`only()` without the key that `select_related` follows: FieldError")
def _():
    return raises(FieldError, lambda: list(Order.objects.only("number").select_related("customer")))


@claim("also in the other order, and with `defer`")
def _():
    return raises(FieldError, lambda: list(Order.objects.select_related("customer").only("number"))) and raises(FieldError, lambda: list(Order.objects.defer("customer").select_related("customer")))


@claim("`only()` that names the key, or a column behind it, is fine")
def _():
    return len(Order.objects.only("number", "customer").select_related("customer")) == len(Order.objects.only("number", "customer__name").select_related("customer")) == ROWS


@claim("`select_related` of a relation to many: FieldError")
def _():
    return raises(FieldError, lambda: list(Order.objects.select_related("tags"))) and raises(FieldError, lambda: list(Order.objects.select_related("lines")))


@claim("A call whose result nothing takes has no effect")
def _():
    orders = Order.objects.all()
    orders.select_related("customer")
    with CaptureQueriesContext(connection) as queries:
        for order in orders:
            order.customer.name
    return len(queries) == ROWS + 1


REFUSED = {
    "filter": lambda some: some.filter(paid=True),
    "exclude": lambda some: some.exclude(paid=True),
    "order_by": lambda some: some.order_by("number"),
    "update": lambda some: some.update(paid=False),
    "delete": lambda some: some.delete(),
    "distinct": lambda some: some.distinct(),
    "reverse": lambda some: some.reverse(),
    "latest": lambda some: some.latest("created"),
    "earliest": lambda some: some.earliest("created"),
}


@claim("A slice refuses " + ", ".join(REFUSED))
def _():
    return all(raises(TypeError, lambda: run(Order.objects.all()[:5])) for run in REFUSED.values())


@claim("`.iterator()` gives a generator, which has no `filter`")
def _():
    return raises(AttributeError, lambda: Order.objects.iterator().filter(paid=True))


@claim("`.iterator()` after `prefetch_related` without `chunk_size`: " + ("ValueError" if django.VERSION >= (5, 0) else "the prefetch is dropped"))
def _():
    orders = Order.objects.prefetch_related("lines")
    if django.VERSION >= (5, 0):
        return raises(ValueError, lambda: list(orders.iterator()))
    with CaptureQueriesContext(connection) as queries:
        for order in orders.iterator():
            list(order.lines.all())
    return len(queries) == ROWS + 1


@claim("and with it the rows come with what is prefetched")
def _():
    with CaptureQueriesContext(connection) as queries:
        for order in Order.objects.prefetch_related("lines").iterator(chunk_size=2000):
            list(order.lines.all())
    return len(queries) == 2


@claim("`Count` over two relations to many comes out too large, `distinct=True` helps")
def _():
    order = Order.objects.first()
    order.tags.add(*Tag.objects.all()[:3])
    Line.objects.create(order=order, text="more", quantity=5)
    lines, tags = order.lines.count(), order.tags.count()
    wrong = Order.objects.annotate(lines_=Count("lines"), tags_=Count("tags")).get(pk=order.pk)
    right = Order.objects.annotate(lines_=Count("lines", distinct=True), tags_=Count("tags", distinct=True)).get(pk=order.pk)
    return wrong.lines_ == wrong.tags_ == lines * tags and (right.lines_, right.tags_) == (lines, tags)


@claim("and a `Sum` beside another relation to many as well")
def _():
    order = Order.objects.first()
    wrong = Order.objects.annotate(sum_=Sum("lines__quantity"), tags_=Count("tags", distinct=True)).get(pk=order.pk)
    return wrong.sum_ == order.lines.aggregate(sum_=Sum("quantity"))["sum_"] * order.tags.count()


@claim("A sliced queryset shows choices of a form field and takes none of them")
def _():
    class Choice(forms.Form):
        customer = forms.ModelChoiceField(queryset=Customer.objects.order_by("pk")[:5])

    form = Choice({"customer": Customer.objects.order_by("pk").first().pk})
    return len(Choice().fields["customer"].choices) == 6 and not form.is_valid() and "customer" in form.errors


@claim("`hash()` of a text differs from process to process")
def _():
    environ = {name: value for name, value in os.environ.items() if name != "PYTHONHASHSEED"}
    return len({subprocess.run([sys.executable, "-c", "print(hash('options'))"], env=environ, capture_output=True, check=True).stdout for _ in range(3)}) > 1


# ------------------------------------------------------------------------------------------ filters and labels


@claim("A filter of a column without choices asks SELECT DISTINCT of the listed table")
def _():
    return any(sql.startswith("SELECT DISTINCT") and "channel" in sql for sql in listing(list_filter=("channel",)).sql)


@claim("Filters of choices, booleans and dates ask nobody")
def _():
    return len(listing(list_filter=("status", "paid", "created")).sql) == len(listing().sql)


@claim("`RelatedOnlyFieldListFilter` searches the listed table for the keys")
def _():
    return any("SELECT DISTINCT" in sql and "customer_id" in sql for sql in listing(list_filter=(("customer", admin.RelatedOnlyFieldListFilter),)).sql)


wrong = 0
for text, run in CLAIMS:
    try:
        holds = run()
        reason = ""
    except Exception as error:
        holds, reason = False, f" ({error!r})"
    wrong += not holds
    if not holds or "-v" in sys.argv:
        print(f"{'so' if holds else 'NOT SO'}: {text}{reason}")
print(f"{len(CLAIMS) - wrong} of {len(CLAIMS)} claims hold")
sys.exit(1 if wrong else 0)
