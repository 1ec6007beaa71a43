"""The page with what the rules advise in words as well: takes the place of `store/admin.py`. Its index is made by `measure.py`."""

from django.contrib import admin
from django.core.paginator import Paginator
from django.db import connection
from django.utils.functional import cached_property

from .models import NotificationLog


class EstimatingPaginator(Paginator):
    """PostgreSQL's own estimate of the table, where nothing narrows the list."""

    @cached_property
    def count(self):
        if self.object_list.query.where:
            return super().count
        with connection.cursor() as cursor:
            cursor.execute("SELECT reltuples::bigint FROM pg_class WHERE relname = %s", [NotificationLog._meta.db_table])
            return cursor.fetchone()[0]


class EventFilter(admin.SimpleListFilter):
    title = "event"
    parameter_name = "event"

    def lookups(self, request, model_admin):
        return [("sent", "sent"), ("opened", "opened"), ("clicked", "clicked"), ("bounced", "bounced")]

    def queryset(self, request, queryset):
        return queryset.filter(event=self.value()) if self.value() else queryset


@admin.register(NotificationLog)
class NotificationLogAdmin(admin.ModelAdmin):
    list_display = ["created_at", "email_address", "code", "category", "event", "template", "type"]
    list_filter = [EventFilter]
    list_select_related = ["user"]
    search_fields = ["user_email__exact"]
    ordering = ["-created_at"]
    raw_id_fields = ["user"]
    paginator = EstimatingPaginator
    show_full_result_count = False

    def get_queryset(self, request):
        orders = super().get_queryset(request)
        return orders.defer("body") if request.resolver_match.url_name.endswith("_changelist") else orders

    def email_address(self, obj):
        return obj.user.email if obj.user else obj.user_email
