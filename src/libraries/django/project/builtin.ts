import { moduleOf, type PyModule } from '../../../python/syntax/module.ts';
import { parsePython } from '../../../python/syntax/parse.ts';

/**
 * What projects use of Django's own models and admins without declaring it: fields, relations, labels, widgets. Facts of
 * Django 3.2 to 5.2 (django/contrib/auth/models.py, auth/base_user.py, auth/admin.py, contenttypes/models.py, sites/models.py,
 * admin/models.py, flatpages/models.py), and of abstract models of other packages that add relations or a label, reduced to
 * what a list page or a form depends on.
 */
const SOURCES: Readonly<Record<string, string>> = {
  'django.contrib.contenttypes.models': `
from django.db import models
class ContentType(models.Model):
    app_label = models.CharField(max_length=100)
    model = models.CharField(max_length=100)
    def __str__(self):
        return self.model
`,
  'django.contrib.auth.base_user': `
from django.db import models
class AbstractBaseUser(models.Model):
    REQUIRED_FIELDS = []
    password = models.CharField(max_length=128)
    last_login = models.DateTimeField(blank=True, null=True)
    class Meta:
        abstract = True
    def __str__(self):
        return self.get_username()
    def get_username(self):
        return self.username
`,
  'django.contrib.auth.models': `
from django.db import models
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.contenttypes.models import ContentType
class Permission(models.Model):
    name = models.CharField(max_length=255)
    content_type = models.ForeignKey(ContentType, models.CASCADE)
    codename = models.CharField(max_length=100)
    def __str__(self):
        return f"{self.content_type} {self.name}"
class Group(models.Model):
    name = models.CharField(max_length=150, unique=True)
    permissions = models.ManyToManyField(Permission, blank=True)
    def __str__(self):
        return self.name
class PermissionsMixin(models.Model):
    is_superuser = models.BooleanField(default=False)
    groups = models.ManyToManyField(Group, blank=True, related_name="user_set", related_query_name="user")
    user_permissions = models.ManyToManyField(Permission, blank=True, related_name="user_set", related_query_name="user")
    class Meta:
        abstract = True
class AbstractUser(AbstractBaseUser, PermissionsMixin):
    USERNAME_FIELD = "username"
    REQUIRED_FIELDS = ["email"]
    username = models.CharField(max_length=150, unique=True)
    first_name = models.CharField(max_length=150, blank=True)
    last_name = models.CharField(max_length=150, blank=True)
    email = models.EmailField(blank=True)
    is_staff = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)
    date_joined = models.DateTimeField()
    class Meta:
        abstract = True
    def get_full_name(self):
        return self.first_name
    def get_short_name(self):
        return self.first_name
class User(AbstractUser):
    pass
`,
  'django.contrib.sites.models': `
from django.db import models
class Site(models.Model):
    domain = models.CharField(max_length=100, unique=True)
    name = models.CharField(max_length=50)
    def __str__(self):
        return self.domain
`,
  'django.contrib.admin.models': `
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import models
class LogEntry(models.Model):
    action_time = models.DateTimeField(editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE)
    content_type = models.ForeignKey(ContentType, models.SET_NULL, blank=True, null=True)
    object_id = models.TextField(blank=True, null=True)
    object_repr = models.CharField(max_length=200)
    action_flag = models.PositiveSmallIntegerField(choices=[])
    change_message = models.TextField(blank=True)
    def __str__(self):
        return self.object_repr
`,
  'django.contrib.flatpages.models': `
from django.contrib.sites.models import Site
from django.db import models
class FlatPage(models.Model):
    url = models.CharField(max_length=100, db_index=True)
    title = models.CharField(max_length=200)
    sites = models.ManyToManyField(Site)
    def __str__(self):
        return self.title
`,
  'django.contrib.auth.admin': `
from django.contrib import admin
from django.contrib.auth.forms import UserChangeForm
from django.contrib.auth.models import Group, Permission, User
@admin.register(Group)
class GroupAdmin(admin.ModelAdmin):
    search_fields = ("name",)
    ordering = ("name",)
    filter_horizontal = ("permissions",)
    def formfield_for_manytomany(self, db_field, request=None, **kwargs):
        if db_field.name == "permissions":
            kwargs["queryset"] = Permission.objects.select_related("content_type")
        return super().formfield_for_manytomany(db_field, request=request, **kwargs)
@admin.register(User)
class UserAdmin(admin.ModelAdmin):
    form = UserChangeForm
    fieldsets = (
        (None, {"fields": ("username", "password")}),
        (None, {"fields": ("first_name", "last_name", "email")}),
        (None, {"fields": ("is_active", "is_staff", "is_superuser", "groups", "user_permissions")}),
        (None, {"fields": ("last_login", "date_joined")}),
    )
    list_display = ("username", "email", "first_name", "last_name", "is_staff")
    list_filter = ("is_staff", "is_superuser", "is_active", "groups")
    search_fields = ("username", "first_name", "last_name", "email")
    ordering = ("username",)
    filter_horizontal = ("groups", "user_permissions")
`,
  'mptt.models': `
from django.db import models
class MPTTModel(models.Model):
    lft = models.PositiveIntegerField(editable=False)
    rght = models.PositiveIntegerField(editable=False)
    tree_id = models.PositiveIntegerField(editable=False)
    level = models.PositiveIntegerField(editable=False)
    class Meta:
        abstract = True
`,
  'model_utils.models': `
from django.db import models
class TimeStampedModel(models.Model):
    created = models.DateTimeField(editable=False)
    modified = models.DateTimeField(editable=False)
    class Meta:
        abstract = True
class TimeFramedModel(models.Model):
    start = models.DateTimeField(null=True, blank=True)
    end = models.DateTimeField(null=True, blank=True)
    class Meta:
        abstract = True
class UUIDModel(models.Model):
    class Meta:
        abstract = True
class SoftDeletableModel(models.Model):
    is_removed = models.BooleanField(default=False)
    objects = models.Manager()
    available_objects = models.Manager()
    all_objects = models.Manager()
    class Meta:
        abstract = True
`,
  'django_extensions.db.models': `
from django.db import models
class TimeStampedModel(models.Model):
    created = models.DateTimeField(editable=False)
    modified = models.DateTimeField(editable=False)
    class Meta:
        abstract = True
class TitleDescriptionModel(models.Model):
    title = models.CharField(max_length=255)
    description = models.TextField(blank=True, null=True)
    class Meta:
        abstract = True
class TitleSlugDescriptionModel(TitleDescriptionModel):
    slug = models.SlugField(editable=False)
    class Meta:
        abstract = True
class ActivatorModel(models.Model):
    status = models.IntegerField(choices=[])
    activate_date = models.DateTimeField(null=True, blank=True)
    deactivate_date = models.DateTimeField(null=True, blank=True)
    class Meta:
        abstract = True
`,
  'ordered_model.models': `
from django.db import models
class OrderedModelBase(models.Model):
    class Meta:
        abstract = True
class OrderedModel(OrderedModelBase):
    order = models.PositiveIntegerField(editable=False, db_index=True)
    class Meta:
        abstract = True
`,
  'polymorphic.models': `
from django.contrib.contenttypes.models import ContentType
from django.db import models
class PolymorphicModel(models.Model):
    polymorphic_ctype = models.ForeignKey(ContentType, null=True, editable=False, on_delete=models.CASCADE, related_name="polymorphic_%(app_label)s.%(class)s_set+")
    class Meta:
        abstract = True
`,
};

/** Where Django re-exports what another of its modules declares. */
const ALIASES: Readonly<Record<string, string>> = { 'model_utils': 'model_utils.models', 'mptt': 'mptt.models', 'polymorphic': 'polymorphic.models' };

/** What the path of such a module begins with; no file has it. */
export const BUILT_IN = 'built-in:';

const parsed = new Map<string, PyModule>(
  Object.entries(SOURCES).flatMap(([dotted, text]) => {
    const result = parsePython(text);
    return result.ok ? [[dotted, moduleOf(`${BUILT_IN}${dotted.replaceAll('.', '/')}.py`, text, result.ast)]] : [];
  }),
);

/** The module of a dotted path, where it is one of those that every project has at hand. */
export function builtInModule(dotted: string): PyModule | undefined {
  return parsed.get(dotted) ?? parsed.get(ALIASES[dotted] ?? '');
}

/** True for modules that no file of the project declares. */
export function isBuiltIn(module: PyModule): boolean {
  return module.path.startsWith(BUILT_IN);
}

/** All of them, for whatever is looked up by label. */
export function builtInModules(): Iterable<PyModule> {
  return parsed.values();
}

/** The app label of a built-in module: `auth` of django.contrib.auth.models. */
export function builtInApp(module: PyModule): string {
  return /([^/:]+)\/[^/]+\.py$/.exec(module.path)?.[1] ?? '';
}
