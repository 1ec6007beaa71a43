from django.contrib.admin import AdminSite


class ManySite(AdminSite):
    """Takes any number of admin classes for one model, each into a site of its own at `/<class>/`."""

    def __init__(self, name="admin"):
        super().__init__(name)
        self.shapes = {}

    def register(self, model_or_iterable, admin_class=None, **options):
        models = model_or_iterable if isinstance(model_or_iterable, (list, tuple)) else [model_or_iterable]
        for model in models:
            if admin_class is None or not admin_class.__module__.startswith("catalog."):
                continue
            site = AdminSite(admin_class.__name__)
            site.register(model, admin_class)
            self.shapes[admin_class.__name__] = site
