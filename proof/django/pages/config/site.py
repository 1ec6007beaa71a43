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
            self.shapes[admin_class.__name__] = (model, site)

    def complete(self):
        """Registers an admin with `search_fields` of every other model that has one beside each class, which `autocomplete_fields` need."""
        searchable = {model: site._registry[model].__class__ for model, site in self.shapes.values() if site._registry[model].search_fields}
        for _, site in self.shapes.values():
            for model, admin_class in searchable.items():
                if not site.is_registered(model):
                    site.register(model, admin_class)
