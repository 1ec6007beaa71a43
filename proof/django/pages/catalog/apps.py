import django
from django.apps import AppConfig
from django.contrib import admin
from django.utils.module_loading import import_module


class CatalogConfig(AppConfig):
    name = "catalog"

    def ready(self):
        if django.VERSION >= (5, 1):
            import_module("catalog.lookups_admin")
        admin.site.complete()
