import { mkdtempSync, rmSync, writeFileSync, mkdirSync, utimesSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { ESLint } from 'eslint';
import { describe, expect, it } from 'vitest';
import plugin from '../../../src/index.ts';
import { parseTemplate } from '../../../src/libraries/django/templates/syntax.ts';
import { applyRemedies, lintProject, type ProjectFiles } from '../../lint-project.ts';

const MODELS = `from django.db import models
from django.db.models import Q

class Region(models.Model):
    name = models.CharField(max_length=40)

class Customer(models.Model):
    name = models.CharField(max_length=80)
    region = models.ForeignKey(Region, on_delete=models.CASCADE)

    def __str__(self):
        return f"{self.name} ({self.region.name})"

class OrderQuerySet(models.QuerySet):
    def is_late(self):
        late = Q(number__gt="5")
        return late | Q(number="")

    def late(self):
        return self.filter(self.is_late())

    def some(self):
        return [one for one in load(self)]

    def chosen(self):
        rows = self.some()
        return self.filter(pk__in=rows)

class Order(models.Model):
    number = models.CharField(max_length=20)
    customer = models.ForeignKey(Customer, on_delete=models.CASCADE)

    def place(self):
        return self.customer.region.name

    objects = models.Manager()
    open = OrderQuerySet.as_manager()

class Item(models.Model):
    order = models.ForeignKey(Order, related_name="items", on_delete=models.CASCADE)
    product = models.ForeignKey(Region, on_delete=models.CASCADE)
`;

const HEAD = 'from django.core.paginator import Paginator\nfrom django.shortcuts import render\nfrom django.template.loader import render_to_string\nfrom django.views.generic import DetailView, ListView, TemplateView, View\nfrom .models import Customer, Order\n\n';
const VIEW = 'def orders(request):\n    return render(request, "shop/orders.html", {"orders": Order.objects.all()})\n';
const FILTERS = 'import django_filters\n\nclass OrderFilter(django_filters.FilterSet):\n    class Meta:\n        model = Order\n        fields = ["number"]\n\n';
const NAME = '{% for order in orders %}\n{{ order.customer.name }}\n{% endfor %}\n';

const project = (template: string, views = VIEW, more: ProjectFiles = {}): ProjectFiles => ({
  'manage.py': '', 'shop/__init__.py': '', 'shop/apps.py': '', 'shop/models.py': MODELS, 'shop/views.py': HEAD + views, 'shop/templates/shop/orders.html': template, ...more,
});

const RULES = { 'admin-scale/require-eager-loading': 'error' } as const;

async function told(files: ProjectFiles): Promise<string[]> {
  return (await lintProject(files, 'shop/views.py', { rules: RULES })).map(({ message }) => message);
}

async function paths(template: string, views = VIEW, more: ProjectFiles = {}): Promise<string[]> {
  return (await told(project(template, views, more))).map((message) => /^(.*?) (?:is|are) (?:loaded|counted|tested)/.exec(message)?.[1] ?? message);
}

const row = (body: string): string => `{% for order in orders %}${body}{% endfor %}`;

describe('what a template shows of each row', () => {
  it.each([
    ['an include', '{% for order in orders %}{% include "shop/row.html" %}{% endfor %}', 'shop/templates/shop/row.html'],
    ['what it extends', '{% extends "shop/base.html" %}', 'shop/templates/shop/base.html'],
  ])('says that others who show a shared template need the annotation: %s', async (_name, template, shared) => {
    const shown = shared.endsWith('row.html') ? '{{ order.items.count }}' : '{% for order in orders %}{{ order.items.count }}{% endfor %}';
    const [message] = await told(project(template, VIEW, { [shared]: shown }));
    expect(message).toContain(`then read \`items_count\`. Other views that show \`${shared}\` need it too: without it the template silently shows nothing.`);
    const [own] = await told(project(row('{{ order.items.count }}'), VIEW));
    expect(own).toMatch(/then read `items_count`\.$/);
  });

  it('is all rows that are looked through, and their number where that alone is asked', async () => {
    const [searched] = await told(project(row('{% if user not in order.items.all %}{{ order.items.count }}{% endif %}'), VIEW));
    expect(searched).toMatch(/^`items` is loaded once per row/);
    const [counted] = await told(project(row('{% if user not in order.names %}{{ order.items.count }}{% endif %}'), VIEW));
    expect(counted).toMatch(/^`items` is counted once per row/);
  });

  it('is told of at the queryset, with the place in the template', async () => {
    expect(await told(project(NAME))).toEqual([
      '`customer` is loaded once per row in `shop/templates/shop/orders.html`: a query per row. `order.customer.name` (shop/templates/shop/orders.html:2) reads it, and the rows are read without it. Add `.select_related("customer")` to the queryset.',
    ]);
  });

  it('is nothing that anybody waits for, where no path leads to the view', async () => {
    const settings = { 'config/settings.py': 'INSTALLED_APPS = []\n' };
    const urls = (view: string): ProjectFiles => ({ ...settings, 'config/urls.py': `from shop import views\nurlpatterns = [path("", ${view}, name="order_list")]\n` });
    const link = `{% url "order_list" %}${NAME}`;
    const view = VIEW.replace('orders', 'order_list');
    expect(await told(project(link, view, urls('views.order_list')))).toHaveLength(1);
    expect(await told(project(link, view, urls('views.OrderList.as_view()')))).toEqual([]);
  });

  it.each([
    ['the text of another row', row('{{ order.customer }}'), ['`customer__region`']],
    ['a method of the model', row('{{ order.place }}'), ['`customer__region`']],
    ['a test', row('{% if order.customer.name == "x" %}!{% endif %}'), ['`customer`']],
    ['a test behind another of the row', row('{% if order.number and order.customer.name == "x" %}!{% endif %}'), ['`customer`']],
    ['a test beside one of the page', row('{% if mine or order.customer.name == "x" %}!{% endif %}'), ['`customer`']],
    ['a test where the page does not say it', row('{% if not mine and order.customer.name == "x" %}!{% endif %}'), ['`customer`']],
    ['a test of whether there is a row', row('{% if order and order.customer.name == "x" %}!{% endif %}'), ['`customer`']],
    ['what a branch reads, after a method of the model in another', row('{% if mine %}{{ order.place }}{% else %}{{ order.customer.name }}{% endif %}'), ['`customer`']],
    ['a method of the model where there are rows', `{% if orders %}${row('{{ order.place }}')}{% else %}None yet.{% endif %}`, ['`customer__region`']],
    ['a method of the model where there are none but no rows', `{% if not orders %}None yet.{% else %}${row('{{ order.place }}')}{% endif %}`, ['`customer__region`']],
    ['a filter', row('{{ order.customer.name|upper }}'), ['`customer`']],
    ['a link', row('{% url "customer" order.customer.number %}'), ['`customer`']],
    ['a name for it', row('{% with who=order.customer %}{{ who.name }}{% endwith %}'), ['`customer`']],
    ['rows inside', row('{% for item in order.items.all %}{{ item.product.name }}{% endfor %}'), ['`items__product`']],
    ['rows inside that lead back', row('{% for item in order.items.all %}{{ item.order.number }}{% endfor %}'), ['`items`']],
    ['what their row leads to', row('{% for item in order.items.all %}{{ item.order.customer.name }}{% endfor %}'), ['`items`', '`customer`']],
    ['rows that are counted', row('{{ order.items.count }}'), ['`items`']],
    ['rows that are counted by a filter', row('{{ order.items.all|length }}'), ['`items`']],
    ['rows that are tested', row('{% if order.items.exists %}!{% endif %}'), ['`items`']],
    ['a tag that is not known', row('{% load things %}{% badge order %}{{ order.customer.name }}{% endbadge %}'), ['`customer`']],
    ['a loop that is left open', '{% for order in orders %}{{ order.customer.name }}', ['`customer`']],
    ['the empty case', '{% for order in orders %}{{ order.customer.name }}{% empty %}none{% endfor %}', ['`customer`']],
  ])('%s', async (_name, template, expected) => {
    expect(await paths(template)).toEqual(expected);
  });

  it.each([
    ['a column', row('{{ order.number }}')],
    ['the key', row('{{ order.customer_id }}')],
    ['one row', '{{ orders.0.customer.name }}'],
    ['another variable', '{% for order in others %}{{ order.customer.name }}{% endfor %}'],
    ['a name that hides the row', row('{% with order=other %}{{ order.customer.name }}{% endwith %}')],
    ['a comment', row('{# {{ order.customer.name }} #}{% comment %}{{ order.customer.name }}{% endcomment %}')],
    ['text as it is', row('{% verbatim %}{{ order.customer.name }}{% endverbatim %}')],
    ['what is kept', row('{% cache 60 row %}{{ order.customer.name }}{% endcache %}')],
    ['what changes the row', row('{{ order.delete }}')],
    ['a method of the model in a branch', row('{% if mine %}{{ order.place }}{% else %}{{ order.number }}{% endif %}')],
    ['a method of the model where the page asks for something else', `{% if others %}${row('{{ order.place }}')}{% else %}None yet.{% endif %}`],
    ['a method of the model where there are rows and more', `{% if orders and mine %}${row('{{ order.place }}')}{% else %}None yet.{% endif %}`],
    ['a method of the model by the number of rows', `{% if orders|length < 9 %}${row('{{ order.place }}')}{% else %}Too many.{% endif %}`],
    ['a test behind one of the page', row('{% if mine and order.customer.name == "x" %}!{% endif %}')],
  ])('is silent: %s', async (_name, template) => {
    expect(await paths(template)).toEqual([]);
  });
});

describe('templates of templates', () => {
  it.each([
    ['an include', '{% for order in orders %}{% include "shop/row.html" %}{% endfor %}', { 'shop/templates/shop/row.html': '{{ order.customer.name }}' }, ['`customer`']],
    ['an include by another name', '{% for order in orders %}{% include "shop/row.html" with it=order only %}{% endfor %}', { 'shop/templates/shop/row.html': '{{ it.customer.name }}' }, ['`customer`']],
    ['only what is handed over', '{% for order in orders %}{% include "shop/row.html" with it=1 only %}{% endfor %}', { 'shop/templates/shop/row.html': '{{ order.customer.name }}' }, []],
    ['a block', `{% extends "base.html" %}{% block main %}${NAME}{% endblock %}`, { 'templates/base.html': '{% block main %}{% endblock %}' }, ['`customer`']],
    ['a block that the base does not show', `{% extends "base.html" %}{% block other %}${NAME}{% endblock %}`, { 'templates/base.html': '{% block main %}{% endblock %}' }, []],
    ['a block with what the base has in it', '{% extends "base.html" %}{% block main %}{{ block.super }}{% endblock %}', { 'templates/base.html': `{% block main %}${NAME}{% endblock %}` }, ['`customer`']],
    ['a block in place of what the base has', '{% extends "base.html" %}{% block main %}{% endblock %}', { 'templates/base.html': `{% block main %}${NAME}{% endblock %}` }, []],
    ['a base that is not there', `{% extends "gone.html" %}{% block main %}${NAME}{% endblock %}`, {}, ['`customer`']],
    ['a template that includes itself', `${NAME}{% include "shop/orders.html" %}`, {}, ['`customer`']],
    ['templates that extend each other', `{% extends "b.html" %}{% block main %}${NAME}{% endblock %}`, { 'templates/b.html': '{% extends "shop/orders.html" %}' }, ['`customer`']],
    ["the project's before the app's", NAME, { 'templates/shop/orders.html': 'none' }, []],
    ['the same name in two apps', NAME, { 'other/apps.py': '', 'other/templates/shop/orders.html': 'none' }, []],
  ])('%s', async (_name, template, more, expected) => {
    expect(await paths(template, VIEW, more as ProjectFiles)).toEqual(expected);
  });
});

describe('tags and filters of the project', () => {
  const TAGS = `from django import template

register = template.Library()

@register.inclusion_tag("shop/row.html")
def show_row(order, size=1):
    return {"it": order, "size": size}

@register.inclusion_tag("shop/row.html", takes_context=True)
def show_with(context, order):
    return dict(it=order)

@register.inclusion_tag("shop/rows.html")
def show_rows(rows):
    return {"orders": rows}

@register.simple_tag
def place(order):
    return order.customer.region.name

@register.simple_tag(name="who")
def named(order):
    return order.customer

@register.simple_tag
def sometimes(order):
    if order.number:
        return order.customer.name

@register.filter
def customer_of(order):
    return order.customer.name

@register.filter("shown")
def shown_as(order):
    return order.number

def plain(order):
    return order.customer.name
`;
  const more = { 'shop/templatetags/__init__.py': '', 'shop/templatetags/shop_tags.py': TAGS, 'shop/templates/shop/row.html': '{{ it.customer.name }}', 'shop/templates/shop/rows.html': '{% for order in orders %}{{ order.customer.name }}{% endfor %}' };
  const loaded = (body: string): string => `{% load shop_tags %}${row(body)}`;

  it('are told of with the place of the tag', async () => {
    const [message] = await told(project(loaded('\n{% place order %}'), VIEW, more));
    expect(message).toContain('`order` (shop/templates/shop/orders.html:2) reads it');
  });

  it.each([
    ['a template that a tag fills', loaded('{% show_row order %}'), ['`customer`']],
    ['by name', loaded('{% show_row size=2 order=order %}'), ['`customer`']],
    ['behind the context', loaded('{% show_with order %}'), ['`customer`']],
    ['all rows together', '{% load shop_tags %}{% show_rows orders %}', ['`customer`']],
    ['what a tag reads', loaded('{% place order %}'), ['`customer__region`']],
    ['what a tag reads whose answer gets a name', loaded('{% place order as there %}'), ['`customer__region`']],
    ['what a tag shows', loaded('{% who order %}'), ['`customer__region`']],
    ['what a filter reads', loaded('{{ order|customer_of }}'), ['`customer`']],
  ])('%s', async (_name, template, expected) => {
    expect(await paths(template, VIEW, more)).toEqual(expected);
  });

  it.each([
    ['a tag that reads it for some rows', loaded('{% sometimes order %}')],
    ['a filter that reads a column', loaded('{{ order|shown }}')],
    ['a function that is no tag', loaded('{% plain order %}')],
    ['a tag that is given something else', loaded('{% place other %}')],
    ['a tag that two libraries have', loaded('{% place order %}'), { 'other/templatetags/more_tags.py': TAGS }],
  ] as [string, string, ProjectFiles?][])('are silent: %s', async (_name, template, others = {}) => {
    expect(await paths(template, VIEW, { ...more, ...others })).toEqual([]);
  });
});

describe('who gives a template its rows', () => {
  it.each([
    ['a dictionary by name', 'def orders(request):\n    rows = Order.objects.filter(number__gt="1")\n    context = {"a": 1}\n    context["orders"] = rows\n    return render(request, "shop/orders.html", context)\n'],
    ['text', 'def mail():\n    return render_to_string("shop/orders.html", {"orders": Order.objects.all()})\n'],
    ['a list view', 'class Orders(ListView):\n    model = Order\n    template_name = "shop/orders.html"\n    context_object_name = "orders"\n'],
    ['a list view that gets rows and names no model', 'class Orders(ListView):\n    template_name = "shop/orders.html"\n    context_object_name = "orders"\n\n    def get_queryset(self):\n        rows = Order.objects.filter(number="1")\n        if self.request.GET:\n            return rows.exclude(pk=1)\n        return rows\n'],
    ['a list view with a queryset', 'class Orders(ListView):\n    queryset = Order.objects.filter(number="1")\n    template_name = "shop/orders.html"\n    context_object_name = "orders"\n'],
    ['a view that puts them in', 'class Orders(TemplateView):\n    template_name = "shop/orders.html"\n\n    def get_context_data(self, **kwargs):\n        context = super().get_context_data(**kwargs)\n        context["orders"] = Order.objects.all()\n        return context\n'],
    ['a template by a parameter', 'def orders(request, template_name="shop/orders.html"):\n    return render(request, template_name, {"orders": Order.objects.all()})\n'],
    ['a template by a keyword', 'def orders(request, *, template="shop/orders.html"):\n    return render(request, template, {"orders": Order.objects.all()})\n'],
    ['a template by an attribute', 'class Orders(View):\n    template = "shop/orders.html"\n\n    def get(self, request):\n        return render(request, self.template, {"orders": Order.objects.all()})\n'],
    ['a template by a branch', 'def orders(request):\n    name = "shop/orders.html" if request.user else "gone.html"\n    return render(request, name, {"orders": Order.objects.all()})\n'],
    ['a context that is updated', 'def orders(request):\n    context = {}\n    context.update({"orders": Order.objects.all()})\n    return render(request, "shop/orders.html", context)\n'],
    ['a context by keywords', 'def orders(request):\n    return render(request, "shop/orders.html", dict(orders=Order.objects.all()))\n'],
    ['a context of contexts', 'def orders(request):\n    rows = {"orders": Order.objects.all()}\n    return render(request, "shop/orders.html", {**rows, "a": 1})\n'],
    ['what a view hands on by keyword', 'class Orders(TemplateView):\n    template_name = "shop/orders.html"\n\n    def get_context_data(self, **kwargs):\n        return super().get_context_data(orders=Order.objects.all(), **kwargs)\n'],
    ['what a view puts into its keywords', 'class Orders(TemplateView):\n    template_name = "shop/orders.html"\n\n    def get_context_data(self, **kwargs):\n        kwargs["orders"] = Order.objects.all()\n        return super().get_context_data(**kwargs)\n'],
    ['what a view answers with', 'class Orders(TemplateView):\n    template_name = "shop/orders.html"\n\n    def get(self, request):\n        return self.render_to_response(self.get_context_data(orders=Order.objects.all()))\n'],
    ['a view without a template of its own', 'class Base(TemplateView):\n    def get_context_data(self, **kwargs):\n        return {"orders": Order.objects.all()}\n\nclass Orders(Base):\n    template_name = "shop/orders.html"\n'],
    ['a page by a helper', 'def paged(rows, number):\n    return Paginator(rows, 25).get_page(number)\n\ndef orders(request):\n    return render(request, "shop/orders.html", {"orders": paged(Order.objects.all(), 1)})\n'],
    ['a page of the helper by branches', 'def paged(request, rows):\n    if request.GET.get("all"):\n        result = rows\n    else:\n        pages = Paginator(rows, 25)\n        try:\n            result = pages.page(request.GET.get("page"))\n        except ValueError:\n            result = pages.page(1)\n    return result\n\ndef orders(request):\n    rows = paged(request, Order.objects.all())\n    return render(request, "shop/orders.html", {"orders": rows})\n'],
    ['what a filter lets through', `${FILTERS}def orders(request):\n    found = OrderFilter(request.GET, queryset=Order.objects.all())\n    return render(request, "shop/orders.html", {"orders": found.qs})\n`],
    ['a filter that runs over its rows by itself', `${FILTERS}def orders(request):\n    return render(request, "shop/orders.html", {"orders": OrderFilter(request.GET, Order.objects.all())})\n`],
    ['what a helper narrows', 'def mine(rows, user):\n    rows = rows.filter(number=user)\n    return rows.exclude(pk=1)\n\ndef orders(request):\n    return render(request, "shop/orders.html", {"orders": mine(Order.objects.all(), request.user)})\n'],
    ['a list view that filters', `${FILTERS}class Filtered(ListView):\n    filterset_class = None\n\n    def get_queryset(self):\n        self.filterset = self.filterset_class(self.request.GET, queryset=super().get_queryset())\n        self.rows = self.filterset.qs\n        return self.rows.distinct()\n\nclass Orders(Filtered):\n    filterset_class = OrderFilter\n    queryset = Order.objects.all()\n    template_name = "shop/orders.html"\n    context_object_name = "orders"\n`],
    ["django-filter's own view", 'from django_filters.views import FilterView\n\nclass Orders(FilterView):\n    model = Order\n    template_name = "shop/orders.html"\n    context_object_name = "orders"\n'],
    ['a manager whose method asks another for its condition', 'def orders(request):\n    return render(request, "shop/orders.html", {"orders": Order.open.late()})\n'],
    ['a request context', 'from django.shortcuts import render_to_response\nfrom django.template import RequestContext\n\ndef orders(request):\n    return render_to_response("shop/orders.html", RequestContext(request, {"orders": Order.objects.all()}))\n'],
    ['a request context by the path of its module', 'from django.template import context, loader\n\ndef orders(request):\n    return render(request, "shop/orders.html", context.Context({"orders": Order.objects.all()}))\n'],
    ...['defaults = {"year": 1}\n    defaults.update(variables)\n    return defaults', 'return {"year": 1, **variables}', 'return variables'].map((body): [string, string] => [`what a function hands on: ${body}`, `def complete(variables):\n    ${body}\n\ndef orders(request):\n    orders = Order.objects.all()\n    return render(request, "shop/orders.html", complete(locals()))\n`]),
    ['the names of the function', 'def orders(request):\n    rows = Order.objects.all()\n    orders = rows.filter(number="1")\n    return render(request, "shop/orders.html", locals())\n'],
    ['a list view whose queryset says its type', 'class Orders(ListView):\n    queryset: object = Order.objects.all()\n    template_name: str = "shop/orders.html"\n    context_object_name: str = "orders"\n'],
  ])('%s', async (_name, views) => {
    expect(await paths(NAME, views)).toEqual(['`customer`']);
  });

  it.each([
    ['rows that are loaded', 'def orders(request):\n    return render(request, "shop/orders.html", {"orders": Order.objects.select_related("customer")})\n'],
    ['a list view that gets rows of two models', 'class Orders(ListView):\n    template_name = "shop/orders.html"\n    context_object_name = "orders"\n\n    def get_queryset(self):\n        if self.request.GET:\n            return Customer.objects.all()\n        return Order.objects.all()\n'],
    ['a list view that loads', 'class Orders(ListView):\n    queryset = Order.objects.select_related("customer")\n    template_name = "shop/orders.html"\n    context_object_name = "orders"\n'],
    ['a render of another library', 'from mako.helpers import render as show\n\ndef orders(request):\n    return show(request, "shop/orders.html", {"orders": Order.objects.all()})\n'],
    ['a view of one row', 'class One(DetailView):\n    model = Order\n    template_name = "shop/orders.html"\n    context_object_name = "orders"\n'],
    ['a template by a method', 'class Orders(ListView):\n    model = Order\n    context_object_name = "orders"\n    template_name = "shop/orders.html"\n\n    def get_template_names(self):\n        return ["other.html"]\n'],
    ['rows that know whose they are', 'def orders(request):\n    customer = Customer.objects.get(pk=1)\n    return render(request, "shop/orders.html", {"orders": customer.order_set.order_by("number")})\n'],
    ['rows of unknown make', 'def orders(request, orders):\n    return render(request, "shop/orders.html", {"orders": orders})\n'],
    ['a template that callers choose', 'def orders(request, template_name):\n    return render(request, template_name, {"orders": Order.objects.all()})\n'],
    ['names of the function that are one thing or another', 'def orders(request, some):\n    orders = Order.objects.all()\n    if some:\n        orders = some\n    return render(request, "shop/orders.html", locals())\n'],
    ['a context of another library', 'from decimal import Context\n\ndef orders(request):\n    return render(request, "shop/orders.html", Context({"orders": Order.objects.all()}))\n'],
    ['what a function makes of it', 'def complete(variables):\n    return {"year": len(variables)}\n\ndef orders(request):\n    return render(request, "shop/orders.html", complete({"orders": Order.objects.all()}))\n'],
    ['what a function keeps for itself', 'def complete(variables):\n    kept = {}\n    kept.update(variables)\n    return {"year": 1}\n\ndef orders(request):\n    return render(request, "shop/orders.html", complete({"orders": Order.objects.all()}))\n'],
    ['names that a function of the project gives', 'def orders(request):\n    orders = Order.objects.all()\n    return render(request, "shop/orders.html", self.locals())\n'],
    ['what another dictionary holds', 'def orders(request):\n    other = {}\n    other["orders"] = Order.objects.all()\n    return render(request, "shop/orders.html", {})\n'],
    ['what a helper makes without pages', 'def paged(rows, number):\n    return [number]\n\ndef orders(request):\n    return render(request, "shop/orders.html", {"orders": paged(Order.objects.all(), 1)})\n'],
    ['what a helper narrows and loads', 'def mine(rows):\n    return rows.filter(number=1).select_related("customer")\n\ndef orders(request):\n    return render(request, "shop/orders.html", {"orders": mine(Order.objects.all())})\n'],
    ['what a helper gives that it was not given', 'def mine(rows):\n    return Order.objects.select_related("customer") if rows else rows\n\ndef orders(request):\n    return render(request, "shop/orders.html", {"orders": mine(Order.objects.all())})\n'],
    ['a filter that loads', `${FILTERS}class Loading(OrderFilter):\n    @property\n    def qs(self):\n        return super().qs.select_related("customer")\n\ndef orders(request):\n    return render(request, "shop/orders.html", {"orders": Loading(request.GET, queryset=Order.objects.all()).qs})\n`],
    ['a filter of another kind', 'class OrderFilter:\n    pass\n\ndef orders(request):\n    return render(request, "shop/orders.html", {"orders": OrderFilter(request.GET, queryset=Order.objects.all()).qs})\n'],
    ['the pages themselves', 'def orders(request):\n    return render(request, "shop/orders.html", {"orders": Paginator(Order.objects.all(), 25)})\n'],
    ['a manager whose method asks one that may load', 'def orders(request):\n    return render(request, "shop/orders.html", {"orders": Order.open.chosen()})\n'],
    ['no rows, where others are loaded', 'class Orders(TemplateView):\n    template_name = "shop/orders.html"\n\n    def get_context_data(self, **kwargs):\n        context = super().get_context_data(**kwargs)\n        if self.request.user.is_staff:\n            context["orders"] = Order.objects.select_related("customer")\n            context["orders"] = [order for order in context["orders"] if order.number]\n        else:\n            context["orders"] = Order.objects.none()\n        return context\n'],
    ['a template that is not there', 'def orders(request):\n    return render(request, "gone.html", {"orders": Order.objects.all()})\n'],
  ])('is silent: %s', async (_name, views) => {
    expect(await paths(NAME, views)).toEqual([]);
  });

  it('has the default names of a list view', async () => {
    const views = 'class Orders(ListView):\n    model = Order\n    paginate_by = 20\n';
    const [message] = await told(project('', views, { 'shop/templates/shop/order_list.html': '{% for order in page_obj %}{{ order.customer.name }}{% endfor %}{% for order in order_list %}{{ order.number }}{% endfor %}' }));
    expect(message).toContain('about 21 queries for a page of 20.');
  });

  it('has the pages of a paginator', async () => {
    const views = 'def orders(request):\n    pages = Paginator(Order.objects.all(), 30)\n    page = pages.get_page(request.GET.get("page"))\n    return render(request, "shop/orders.html", {"orders": page})\n';
    const [message] = await told(project(NAME, views));
    expect(message).toContain('about 31 queries for a page of 30.');
  });

  const ONE = 'class One(DetailView):\n    model = Order\n    template_name = "shop/orders.html"\n';
  const INSIDE = '{{ order.customer.name }}{% for item in order.items.all %}{{ item.product.name }}{% endfor %}';

  it('is a view of one row, whose rows inside read one by one', async () => {
    expect(await told(project(INSIDE, ONE))).toEqual([
      '`items__product` is loaded once for each row inside `shop/templates/shop/orders.html`: a query per row. `item.product.name` (shop/templates/shop/orders.html:1) reads it, and the rows are read without it. Add `.prefetch_related("items__product")` to the queryset of `One`.',
    ]);
  });

  it.each([
    ['rows inside that are loaded', ONE.replace('model = Order', 'queryset = Order.objects.prefetch_related("items__product")')],
    ['rows inside that a mixin loads', `from braces.views import PrefetchRelatedMixin\n\n${ONE.replace('(DetailView)', '(PrefetchRelatedMixin, DetailView)')}    prefetch_related = ["items__product"]\n`],
    ['rows inside that a mixin may load', `from braces.views import PrefetchRelatedMixin\n\n${ONE.replace('(DetailView)', '(PrefetchRelatedMixin, DetailView)')}    prefetch_related = related()\n`],
    ['a row that is found elsewhere', `${ONE}\n    def get_object(self):\n        return self.found\n`],
    ['a row by a name that the template does not have', `${ONE}    context_object_name = "other"\n`],
  ])('is silent in a view of one row: %s', async (_name, views) => {
    expect(await paths(INSIDE, views)).toEqual([]);
  });

  /** A view that puts rows of its row into the context. */
  const holding = (rows: string, head = ''): string => `${head}${ONE}\n    def get_context_data(self, **kwargs):\n        return super().get_context_data(items=${rows}, **kwargs)\n`;
  const ITEMS = '{% for item in items %}{{ item.product.name }}{% endfor %}';
  const MIXIN = 'class Items:\n    def get_context_data(self, **kwargs):\n        return super().get_context_data(items=self.object.items.order_by("pk"), **kwargs)\n\n';
  const found = (order: string): string => `${holding('self.object.items.order_by("pk")')}\n    def get_object(self):\n        return ${order}\n`;

  it.each([
    ['of the row of a view', holding('self.object.items.all()')],
    ['of the row that a view gets', holding('self.get_object().items.order_by("pk")')],
    ['of the row that a view finds', found('Order.objects.get(pk=1)')],
    ['that are narrowed, whatever the row brings along', holding('self.object.items.filter(pk=1)', '').replace('model = Order', 'queryset = Order.objects.prefetch_related("items")').replace('filter(pk=1)', 'filter(pk__gt=1)')],
    ['that a mixin asks of the row of the view', `${MIXIN}${ONE.replace('(DetailView)', '(Items, DetailView)')}`],
  ])('shows rows %s', async (_name, views) => {
    expect(await paths(ITEMS, views)).toEqual(['`product`']);
  });

  it.each([
    ['that the row may bring along', holding('self.object.items.all()').replace('model = Order', 'queryset = Order.objects.prefetch_related("items__product")')],
    ['that are loaded', holding('self.object.items.select_related("product")')],
    ['of a class that is no view', `class One:\n    model = Order\n    template_name = "shop/orders.html"\n\n    def get(self, request):\n        return render(request, self.template_name, {"items": self.object.items.order_by("pk")})\n`],
    ['of an attribute of another name', holding('self.order.items.order_by("pk")')],
    ['of a row that is found elsewhere', found('find(self.kwargs)')],
    ['of a mixin of views of two models', `${MIXIN}${ONE.replace('(DetailView)', '(Items, DetailView)')}\n${ONE.replace('class One(DetailView)', 'class Two(Items, DetailView)').replace('Order', 'Customer')}`],
  ])('is silent of rows %s', async (_name, views) => {
    expect(await paths(ITEMS, views)).toEqual([]);
  });

  const shown = (order: string): string => `from django.shortcuts import get_object_or_404\n\ndef one(request, pk):\n    order = ${order}\n    return render(request, "shop/orders.html", {"order": order})\n`;

  it.each([
    ['the row of a model', shown('get_object_or_404(Order, pk=pk)'), 'Hand `Order.objects.prefetch_related("items__product")` over in place of `Order`.'],
    ['the row of a queryset', shown('get_object_or_404(Order.objects.filter(number="1"), pk=pk)'), 'Add `.prefetch_related("items__product")` to the queryset.'],
    ['a row by its key', shown('Order.objects.get(pk=pk)'), 'Add `.prefetch_related("items__product")` to the queryset.'],
    ['the first row', shown('Order.objects.select_related("customer").order_by("number").first()'), 'Add `.prefetch_related("items__product")` to the queryset.'],
    ['the row that a view finds', `from django.shortcuts import get_object_or_404\n\n${ONE}\n    def get_object(self):\n        return get_object_or_404(Order, number=self.kwargs["number"])\n`, 'Hand `Order.objects.prefetch_related("items__product")` over in place of `Order`.'],
  ])('is one row, whose rows inside read one by one: %s', async (_name, views, advice) => {
    const messages = await told(project(INSIDE, views));
    expect(messages.map((message) => message.slice(-advice.length))).toEqual([advice]);
    expect(messages[0]).toContain('`items__product` is loaded once for each row inside `shop/templates/shop/orders.html`');
  });

  it.each([
    ['loaded', shown('get_object_or_404(Order.objects.prefetch_related("items__product"), pk=pk)')],
    ['loaded by a row that one gets', shown('Order.objects.prefetch_related("items__product").get(pk=pk)')],
    ['loaded afterwards', `from django.db.models import prefetch_related_objects\n${shown('get_object_or_404(Order, pk=pk)').replace('    return', '    prefetch_related_objects([order], "items__product")\n    return')}`],
    ['of a row that is one or another', shown('get_object_or_404(Order, pk=pk)').replace('    return', '    if request.user:\n        order = request.user.order\n    return')],
    ['of a row that another function finds', shown('find(Order, pk=pk)')],
    ['of a row that is found under the same name elsewhere', shown('get_object_or_404(Order, pk=pk)').replace('django.shortcuts', 'shop.finding')],
    ['of a row of another row', shown('Customer.objects.get(pk=pk).order_set.get(number="1")')],
  ])('is silent where the rows inside are %s', async (_name, views) => {
    expect(await paths(INSIDE, views, { 'shop/finding.py': 'def get_object_or_404(model, pk):\n    return model.whole.get(pk=pk)\n' })).toEqual([]);
  });

  it('loads the rows inside by the remedy', async () => {
    const views = shown('Order.objects.get(pk=pk)');
    expect(await applyRemedies(project(INSIDE, views), 'shop/views.py', { rules: RULES })).toBe(HEAD + views.replace('objects.get', 'objects.prefetch_related("items__product").get'));
  });

  it('is silent where one row shows what it leads to', async () => {
    expect(await paths('{{ order.customer.region.name }}{{ object.items.count }}', ONE)).toEqual([]);
  });

  it('loads them by the remedy', async () => {
    expect(await applyRemedies(project(NAME), 'shop/views.py', { rules: RULES })).toBe(HEAD + VIEW.replace('all()', 'all().select_related("customer")'));
  });

  it('sees that a template has changed', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'admin-scale-'));
    try {
      const write = (path: string, text: string, time: number): void => {
        mkdirSync(dirname(join(directory, path)), { recursive: true });
        writeFileSync(join(directory, path), text);
        utimesSync(join(directory, path), time, time);
      };
      for (const [path, text] of Object.entries(project(NAME))) write(path, text, 1_700_000_000);
      const eslint = new ESLint({ cwd: directory, overrideConfigFile: true, overrideConfig: plugin.configs.strict.map((entry) => ({ ...entry, rules: RULES })) });
      const count = async (): Promise<number | undefined> => (await eslint.lintFiles(['shop/views.py']))[0]?.messages.length;
      expect(await count()).toBe(1);
      write('shop/templates/shop/orders.html', row('{{ order.number }}'), 1_700_000_100);
      await new Promise((done) => setTimeout(done, 1100));
      expect(await count()).toBe(0);
    } finally {
      rmSync(directory, { recursive: true, force: true });
    }
  });
});

describe('the reader of templates', () => {
  it.each([
    ['nothing', ''], ['an open tag', '{% for x in'], ['an open variable', '{{ a'], ['an end that closes nothing', '{% endfor %}{% endif %}{% else %}{{ a.b }}'], ['braces', '{ {} {{}} {%%} {##} }'],
    ['many open blocks', '{% if a %}'.repeat(5000)], ['many braces', '{'.repeat(200_000)], ['many open tags', '{%'.repeat(50_000)], ['a loop without rows', '{% for %}{% for a, b in %}{% endfor %}'],
  ])('takes %s in its stride', (_name, text) => {
    expect(parseTemplate(text, 'a.html').path).toBe('a.html');
  });
});
