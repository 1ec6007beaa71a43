import { describe, expect, it } from 'vitest';
import { lintProject, ruleIds } from '../../lint-project.ts';

const MODELS = `from django.db import models

class Group(models.Model):
    name = models.CharField(max_length=40)
    created = models.DateTimeField(auto_now_add=True)

class Order(models.Model):
    title = models.CharField(max_length=40)
    groups = models.ManyToManyField(Group)
`;

const HEAD = `from django import forms
from django.contrib import admin
from .models import Group, Order
`;

const LOOP = `for order in Order.objects.filter(title__startswith="new"):
            order.title = order.title + "!"
            order.save()`;

async function writes(admin: string, preset: 'recommended' | 'strict'): Promise<string[]> {
  const files = { 'manage.py': '', 'shop/__init__.py': '', 'shop/models.py': MODELS, 'shop/admin.py': `${HEAD}${admin}` };
  return ruleIds(await lintProject(files, 'shop/admin.py', { preset })).filter((rule) => rule === 'no-write-per-row');
}

describe('what the form of an admin writes', () => {
  it.each([
    ['a form', 'class OrderForm(forms.ModelForm):\n    def save(self, commit=True):\n'],
    ['what a form cleans', 'class OrderForm(forms.ModelForm):\n    def clean_title(self):\n'],
    ['an admin that saves', '@admin.register(Order)\nclass OrderAdmin(admin.ModelAdmin):\n    def save_model(self, request, obj, form, change):\n'],
    ['an admin that saves what belongs to it', '@admin.register(Order)\nclass OrderAdmin(admin.ModelAdmin):\n    def save_related(self, request, form, formsets, change):\n'],
  ])('is what one person has filled in: %s', async (_, head) => {
    expect(await writes(`${head}        ${LOOP}\n`, 'strict')).toEqual(['no-write-per-row']);
    expect(await writes(`${head}        ${LOOP}\n`, 'recommended')).toEqual([]);
  });

  it.each([
    ['an action', '@admin.register(Order)\nclass OrderAdmin(admin.ModelAdmin):\n    actions = ["mark"]\n\n    def mark(self, request, queryset):\n'],
    ['a page of its own', '@admin.register(Order)\nclass OrderAdmin(admin.ModelAdmin):\n    def renew(self, request):\n'],
  ])('weighs more elsewhere in the admin: %s', async (_, head) => {
    expect(await writes(`${head}        ${LOOP}\n`, 'recommended')).toEqual(['no-write-per-row']);
  });
});

describe('what is written for people with rights', () => {
  const loop = (condition: string): string => `from django.contrib.auth.models import User
from .models import Order

def tell(title):
    for user in User.objects.filter(${condition}):
        Order.objects.create(title=f"{title} {user.username}")
`;

  async function found(condition: string, preset: 'recommended' | 'strict'): Promise<string[]> {
    const files = { 'manage.py': '', 'shop/__init__.py': '', 'shop/models.py': MODELS, 'shop/telling.py': loop(condition) };
    return ruleIds(await lintProject(files, 'shop/telling.py', { preset, settings: { rows: { 'auth.User': 50_000 } } })).filter((rule) => rule === 'no-write-per-row');
  }

  it.each([
    ['superusers', 'is_superuser=True'],
    ['staff', 'is_active=True, is_staff=True'],
    ['a group of users', 'groups__name="moderators"'],
    ['some groups of users', 'groups__name__in=["moderators"]'],
    ['a right of users', 'user_permissions__codename="close_order"'],
  ])('is for few: %s', async (_, condition) => {
    expect(await found(condition, 'strict')).toEqual(['no-write-per-row']);
    expect(await found(condition, 'recommended')).toEqual([]);
  });

  it.each([
    ['all who are active', 'is_active=True'],
    ['all but superusers', 'is_superuser=False'],
  ])('is for many: %s', async (_, condition) => {
    expect(await found(condition, 'recommended')).toEqual(['no-write-per-row']);
  });
});
