"""The page as it must have been before the talk made it fast: nothing but the options that its columns, filters and search need."""

from django.contrib import admin

from .models import NotificationLog


@admin.register(NotificationLog)
class NotificationLogAdmin(admin.ModelAdmin):
    list_display = ["created_at", "email_address", "code", "category", "event", "template", "type"]
    list_filter = ["category", "event", "template", "type"]
    search_fields = ["user_email", "user__username"]
    ordering = ["-created_at"]

    def email_address(self, obj):
        return obj.user.email if obj.user else obj.user_email
