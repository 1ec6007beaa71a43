import { describe, expect, it } from 'vitest';
import { lintProject } from '../../lint-project.ts';

const eager = async (files: Record<string, string>, path: string): Promise<string[]> =>
  (await lintProject({ 'manage.py': '', 'shop/__init__.py': '', ...files }, path, { rules: { 'admin-scale/require-eager-loading': 'error', 'admin-scale/no-unanchored-search': 'error' } })).map(({ message }) => message);

const MODELS = 'from django.db import models\n\nclass Customer(models.Model):\n    name = models.CharField(max_length=40)\n\nclass Order(models.Model):\n    customer = models.ForeignKey(Customer, null=True, on_delete=models.CASCADE)\n';

describe('an admin class of the name of what it inherits from', () => {
  const USERS = `from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.models import User

admin.site.unregister(User)

class UserAdmin(UserAdmin):
    list_display = UserAdmin.list_display + ("in_groups",)
    search_fields = UserAdmin.search_fields + ("groups__name",)

    def in_groups(self, user):
        return [group.name for group in user.groups.all()]

admin.site.register(User, UserAdmin)
`;

  it('goes on with what that one lists and searches', async () => {
    const [groups, search, ...more] = await eager({ 'shop/admin.py': USERS }, 'shop/admin.py');
    expect(groups).toContain('`groups` is loaded once per row for column `in_groups`: about 101 queries for a page of 100.');
    expect(search).toContain('`groups__name`');
    expect(more).toEqual([]);
  });

  it('is not read where that one is not found', async () => {
    expect(await eager({ 'shop/admin.py': USERS.replaceAll('django.contrib.auth.admin', 'people.admin') }, 'shop/admin.py')).toEqual([]);
  });
});

describe('a package beside the file, imported as Python 2 does', () => {
  const ADMIN = 'from django.contrib import admin\nfrom models import Order\n\nclass OrderAdmin(admin.ModelAdmin):\n    list_display = ("customer",)\n\nadmin.site.register(Order, OrderAdmin)\n';

  it('is the one beside it', async () => {
    expect(await eager({ 'shop/models/__init__.py': 'from shop.models.order import Order\n', 'shop/models/order.py': MODELS, 'shop/admin.py': ADMIN }, 'shop/admin.py')).toHaveLength(1);
  });

  it('is no package further off', async () => {
    expect(await eager({ 'other/models/__init__.py': MODELS, 'shop/admin.py': ADMIN }, 'shop/admin.py')).toEqual([]);
  });
});

describe('a mixin of a package that logs who looks at rows', () => {
  const admin = (path: string): string => `from ${path} import AuditlogAdminViewAccessLogMixin\nfrom django.contrib import admin\nfrom .models import Order\n\n@admin.register(Order)\nclass OrderAdmin(AuditlogAdminViewAccessLogMixin, admin.ModelAdmin):\n    list_display = ("customer",)\n`;

  it.each([['auditlog_extra.mixins', 1], ['somebody.mixins', 0]])('loads nothing: %s', async (path, reports) => {
    expect(await eager({ 'shop/models.py': MODELS, 'shop/admin.py': admin(path) }, 'shop/admin.py')).toHaveLength(reports);
  });
});
