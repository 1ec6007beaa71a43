"""Columns that Django 5.1 and later follow by themselves; `admin.E108` before."""

from django.contrib import admin

from .models import Order


@admin.register(Order)
class LookupColumn(admin.ModelAdmin):
    list_display = ("number", "customer__name")


@admin.register(Order)
class LookupChain(admin.ModelAdmin):
    list_display = ("number", "customer__city__region__name")


@admin.register(Order)
class LookupJoined(admin.ModelAdmin):
    list_display = ("number", "customer__city__name")
    list_select_related = ("customer__city",)


@admin.register(Order)
class LookupToLabel(admin.ModelAdmin):
    list_display = ("number", "customer__city")
