import { describe, expect, it } from 'vitest';
import { lintProject } from '../../../lint-project.ts';

const MODELS = `from django.contrib.auth.models import User
from django.db import models

class Wish(models.Model):
    owner = models.ForeignKey(User, on_delete=models.CASCADE)
    text = models.CharField(max_length=40)
`;

const ADMIN = `from django.contrib import admin
from .models import Wish

@admin.register(Wish)
class WishAdmin(admin.ModelAdmin):
    list_display = ["text"]
`;

const FORM = 'from django.contrib.auth.forms import UserCreationForm\n\nclass Joining(UserCreationForm):\n    pass\n';

const OFFICE = 'INSTALLED_APPS = ["django.contrib.admin", "shop"]\n';

/** The owner of a wish has a dropdown: it is told where the users are known to become many. */
async function told(settings: string | undefined, more: Readonly<Record<string, string>> = {}): Promise<number> {
  const files = { 'manage.py': '', 'shop/__init__.py': '', 'shop/models.py': MODELS, 'shop/admin.py': ADMIN, ...(settings === undefined ? {} : { 'office/settings.py': settings }), ...more };
  const found = await lintProject(files, 'shop/admin.py', { rules: { 'admin-scale/no-unbounded-options': ['error', { tables: 'growing' }] } });
  return found.filter(({ message }) => message.includes('one row per user')).length;
}

describe('users become many', () => {
  it.each<[name: string, settings: string | undefined, more: Readonly<Record<string, string>>]>([
    ['in programs of which nothing is known', undefined, {}],
    ['by a package', OFFICE.replace('"shop"', '"allauth.account", "shop"'), {}],
    ['by the URLs of one', OFFICE, { 'office/urls.py': 'urlpatterns = [path("", include("djoser.urls"))]\n' }],
    ['by code that makes one', OFFICE, { 'shop/views.py': 'from django.contrib.auth import get_user_model\n\ndef join(request):\n    return get_user_model().objects.create_user(request.POST["name"])\n' }],
    ['by code that makes one out of the class', OFFICE, { 'shop/auth.py': 'from django.contrib.auth.models import User\n\ndef of(claims):\n    return User.objects.get_or_create(username=claims["sub"])[0]\n' }],
    ['by a form for everybody', OFFICE, { 'shop/forms.py': FORM, 'shop/views.py': 'from .forms import Joining\n\nclass Join(CreateView):\n    form_class = Joining\n' }],
    ['by a set of endpoints for everybody', OFFICE, { 'shop/views.py': 'class People(viewsets.ModelViewSet):\n    queryset = get_user_model().objects.all()\n' }],
    ['by an endpoint for everybody', OFFICE, { 'shop/views.py': 'from django.contrib.auth.models import User\n\nclass Join(CreateView):\n    model = User\n' }],
  ])('%s', async (_name, settings, more) => {
    expect(await told(settings, more)).toBe(1);
  });

  it.each<[name: string, more: Readonly<Record<string, string>>]>([
    ['by nothing', {}],
    ['by a form that nobody takes up', { 'shop/forms.py': FORM }],
    ['by a form for the staff', { 'shop/forms.py': FORM, 'shop/views.py': 'from .forms import Joining\n\nclass Join(StaffOnlyMixin, CreateView):\n    form_class = Joining\n' }],
    ['by a form of the admin', { 'shop/forms.py': FORM, 'shop/admin_forms.py': 'from .forms import Joining\n\nclass Adding(Joining):\n    pass\n' }],
    ['by an endpoint for the staff', { 'shop/views.py': 'from django.contrib.auth.models import User\n\nclass Join(PermissionRequiredMixin, CreateView):\n    model = User\n' }],
    ['by tests', { 'shop/tests.py': 'from django.contrib.auth.models import User\n\nUser.objects.create_user("jane")\n' }],
    ['by a command', { 'shop/management/commands/first_user.py': 'from django.contrib.auth.models import User\n\nUser.objects.create_user("jane")\n' }],
  ])('not %s', async (_name, more) => {
    expect(await told(OFFICE, more)).toBe(0);
  });
});
