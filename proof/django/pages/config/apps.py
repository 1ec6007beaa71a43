from django.contrib.admin.apps import AdminConfig


class ShapesAdminConfig(AdminConfig):
    default_site = "config.site.ManySite"
