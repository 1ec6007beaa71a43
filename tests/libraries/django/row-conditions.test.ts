import { describe, expect, it } from 'vitest';
import { lintProject, ruleIds } from '../../lint-project.ts';

const MODELS = `from django.db import models

class Region(models.Model):
    name = models.CharField(max_length=40)

class Customer(models.Model):
    name = models.CharField(max_length=40)
    region = models.ForeignKey(Region, null=True, on_delete=models.SET_NULL)

class Order(models.Model):
    title = models.CharField(max_length=40)
    customer = models.ForeignKey(Customer, null=True, on_delete=models.SET_NULL)
    owner = models.ForeignKey("auth.User", on_delete=models.CASCADE)

    def __str__(self):
BODY

class Note(models.Model):
    order = models.ForeignKey(Order, on_delete=models.CASCADE)
    text = models.TextField()
`;

const ADMIN = `from django.contrib import admin
from .models import Customer, Note, Order

@admin.register(Order)
class OrderAdmin(admin.ModelAdmin):
    list_display = ["__str__"]
    actions = None
`;

const RULES = { 'admin-scale/require-eager-loading': 'error', 'admin-scale/no-query-per-row': 'error' } as const;

async function messages(label: string, admin = ADMIN, models = MODELS): Promise<string[]> {
  const files = { 'manage.py': '', 'shop/__init__.py': '', 'shop/models.py': models.replace('BODY', label.replaceAll(/^/gm, '        ')), 'shop/admin.py': admin };
  const found = await lintProject(files, 'shop/admin.py', { rules: RULES });
  return found.map(({ message }) => message);
}

describe('what a flag decides that nobody hands in', () => {
  const shown = (parameters: string, body: string): string => MODELS.replace('\nclass Note', `\n    def shown(self, ${parameters}):\n${body.replaceAll(/^/gm, '        ')}\n\nclass Note`);
  const said = (parameters: string, body: string, call = 'self.shown()'): Promise<string[]> => messages(`return ${call}`, ADMIN, shown(parameters, body));
  const IN_BRANCH = 'if detailed:\n    return self.customer.name\nreturn self.title';

  it.each([
    ['a branch', 'detailed=False', IN_BRANCH],
    ['what stands behind it in a condition', 'detailed=False', 'if detailed and not self.customer.name:\n    return "?"\nreturn self.title'],
    ['one of two', 'short=True', 'return self.title if short else self.customer.name'],
    ['a branch, by name alone', '*, detailed=False', IN_BRANCH],
  ])('is silent: %s', async (_name, parameters, body) => {
    expect(await said(parameters, body)).toEqual([]);
  });

  it.each([
    ['on by default', 'detailed=True', IN_BRANCH],
    ['handed in by name', 'detailed=False', IN_BRANCH, 'self.shown(detailed=True)'],
    ['handed in by its place', 'detailed=False', IN_BRANCH, 'self.shown(True)'],
    ['perhaps handed in', 'detailed=False', IN_BRANCH, 'self.shown(**OPTIONS)'],
    ['set before', 'detailed=False', `detailed = self.title == ""\n${IN_BRANCH}`],
    ['no flag', 'detailed=None', IN_BRANCH],
  ])('is told where it is %s', async (_name, parameters, body, call?: string) => {
    expect(await said(parameters, body, call)).toEqual([expect.stringContaining('`customer`')]);
  });
});

describe('what a label reads under a condition', () => {
  it.each([
    ['behind a way out that some rows take', 'if self.title:\n    return self.title\nreturn self.customer.name', 'up to 101 queries', '`Order.__str__` comes to it for some rows only.'],
    ['in a branch', 'if self.title == "":\n    return self.customer.name\nreturn self.title', 'up to 101 queries', '`Order.__str__` comes to it for some rows only.'],
  ])('is told as what some rows come to: %s', async (_, label, cost, why) => {
    const found = await messages(label);
    expect(found).toEqual([expect.stringContaining(cost)]);
    expect(found).toEqual([expect.stringContaining(why)]);
  });

  it.each([
    ['the key', 'if not self.customer_id:\n    return self.title\nreturn self.customer.name', 'up to 101 queries'],
    ['the row', 'return self.customer.region.name if self.customer else ""', 'up to 201 queries'],
    ['the row, else none', 'return "" if self.customer is None else self.customer.region.name', 'up to 201 queries'],
    ['the row, as not none', 'if self.customer is not None:\n    return self.customer.region.name\nreturn ""', 'up to 201 queries'],
    ['the row beside it', 'return str(self.customer and self.customer.region.name)', 'up to 201 queries'],
    ['the row, denied', 'return "" if not self.customer else self.customer.region.name', 'up to 201 queries'],
    ['the row, and the row behind it', 'if self.customer is None or self.customer.region is None:\n    return ""\nreturn self.customer.region.name', 'up to 201 queries'],
    ['the row, and more that is true of all', 'if self.pk and self.customer:\n    return self.customer.name\nreturn ""', 'up to 101 queries'],
  ])('is told as the most that it can be where the code asks first for %s', async (_, label, cost) => {
    const found = await messages(label);
    expect(found).toEqual([expect.stringContaining(cost)]);
    expect(found.join()).toContain('list_select_related = ("customer');
    expect(found.join()).not.toContain('for some rows only');
  });

  it.each([
    ['as it is', 'return self.customer.name', 'about 101 queries'],
    ['where the row is saved', 'if self.pk:\n    return self.customer.name\nreturn ""', 'about 101 queries'],
    ['where the row is there and saved', 'return self.customer.name if self and self.id else ""', 'about 101 queries'],
    ['unless the row is new', 'if not self.pk:\n    return "new"\nreturn self.customer.name', 'about 101 queries'],
    ['where an owner that is never missing is there', 'if self.owner:\n    return self.customer.name\nreturn ""', 'about 201 queries'],
    ['once before the question for it', 'name = self.customer.name\nreturn name if self.title else ""', 'about 101 queries'],
  ])('is told as what every row with a customer asks for, and every row has one: %s', async (_, label, cost) => {
    const found = await messages(label, ADMIN, MODELS.replaceAll('null=True, ', ''));
    expect(found).toEqual([expect.stringContaining(cost)]);
    expect(found.join()).not.toContain('for some rows only');
  });

  it('is told as the most that it can be where a row may have no customer', async () => {
    expect(await messages('return self.customer.name')).toEqual([expect.stringContaining('up to 101 queries')]);
  });

  it.each([
    ['what rows without one show', 'return self.title if self.customer else self.customer.region.name'],
    ['what stands beside a missing one', 'return str(self.customer or self.customer.region.name)'],
    ['what is asked where it is missing', 'return self.customer.region.name if self.customer is None else ""'],
    ['what rows with a title and a customer show', 'return self.customer.region.name if self.title and self.customer else ""'],
    ['what stands behind a way out that rows with a customer take', 'if self.customer_id:\n    return self.title\nreturn str(self.customer)'],
  ])('asks for it where it is there: %s', async (_, label) => {
    expect(await messages(label)).toEqual([expect.stringContaining('for some rows only')]);
  });

  it.each([
    ['new rows alone', 'if not self.pk:\n    return self.customer.name\nreturn self.title'],
    ['what rows are asked for that no query has annotated', 'if hasattr(self, "shown_name"):\n    return self.shown_name\nreturn self.customer.name'],
    ['what stands behind a way out that all rows take', 'if self.pk:\n    return self.title\nreturn self.customer.name'],
  ])('is no query of a list: %s', async (_, label) => {
    expect(await messages(label)).toEqual([]);
  });
});

describe('a query in a column', () => {
  const column = (body: string): string => `${ADMIN.replace('"__str__"', '"one"')}\n    def one(self, obj):\n        return ${body}\n`;

  it.each([
    ['the row itself by its key', 'Order.objects.get(id=obj.id).title'],
    ['the row itself by a filter', 'Order.objects.filter(pk=obj.pk).first().title'],
    ['the row itself with more of it', 'Order.objects.select_related("customer").get(pk=obj.pk).title'],
  ])('is told to use the row: %s', async (_, body) => {
    expect(await messages('return self.title', column(body))).toEqual([expect.stringContaining('`obj` is that row: use it.')]);
  });

  it.each([
    ['another row of the model', 'Order.objects.get(pk=obj.customer_id).title'],
    ['a row of another model', 'Note.objects.get(pk=obj.pk).text'],
    ['by a column that many rows have', 'Order.objects.get(title=obj.title).pk'],
    ['with one more condition', 'Order.objects.get(pk=obj.pk, title="new").pk'],
    ['without some of the rows', 'Order.objects.exclude(title="new").filter(pk=obj.pk).first()'],
  ])('is told otherwise: %s', async (_, body) => {
    const [message, ...others] = await messages('return self.title', column(body));
    expect(others).toEqual([]);
    expect(message).not.toContain('use it');
    expect(message).toContain('Subquery');
  });

  it('is one finding with the relation of which it takes an element', async () => {
    const models = MODELS.replace('BODY', '        return self.title\n\n    @property\n    def newest(self):\n        return self.note_set.all()[0]\n\n    def latest(self):\n        return self.newest.text');
    const files = { 'manage.py': '', 'shop/__init__.py': '', 'shop/models.py': models, 'shop/admin.py': ADMIN.replace('__str__', 'latest') };
    expect(ruleIds(await lintProject(files, 'shop/admin.py', { rules: RULES }))).toEqual(['require-eager-loading']);
    expect(await lintProject(files, 'shop/models.py', { rules: RULES })).toEqual([]);
  });
});

describe('a query of a property that a column shows', () => {
  const models = (body: string): string => `${MODELS.replace('BODY', '        return self.title')}    @property\n    def shown(self):\n        return self.text\n`.replace('class Note', `    @property\n    def latest(self):\n${body.replaceAll(/^/gm, '        ')}\n\nclass Note`);
  const QUERY = 'return Note.objects.filter(order=self, text="new").first()';

  it.each([
    ['behind a way out that some rows take', `if self.title:\n    return self.title\n${QUERY}`, 'up to 101 queries'],
    ['in a branch', `if self.title == "":\n    ${QUERY}\nreturn None`, 'up to 101 queries'],
    ['where no query has annotated it', `if hasattr(self, "newest"):\n    return self.newest\n${QUERY}`, 'up to 101 queries'],
    ['in an expression with a condition', `${QUERY} if self.title else None`, 'up to 101 queries'],
    ['for each row', QUERY, 'about 101 queries'],
    ['for each row that has a customer', `if not self.customer:\n    return None\n${QUERY}`, 'up to 101 queries'],
    ['for each row that is saved', `if not self.pk:\n    return None\n${QUERY}`, 'about 101 queries'],
    ['in both branches', `if self.title:\n    pass\n${QUERY}`, 'about 101 queries'],
  ])('is told by which rows come to it: %s', async (_, body, cost) => {
    const files = { 'manage.py': '', 'shop/__init__.py': '', 'shop/models.py': models(body), 'shop/admin.py': ADMIN.replace('["__str__"]', '["latest"]\n    list_select_related = ["customer"]') };
    const found = await lintProject(files, 'shop/models.py', { rules: RULES });
    expect(found.map(({ message }) => message)).toEqual([expect.stringContaining(cost)]);
  });

  it.each([
    ['a column that asks some rows for it', 'if obj.title:\n            return obj.latest\n        return ""', 'up to 101 queries'],
    ['a column that asks all rows for it', 'return obj.latest', 'about 101 queries'],
  ])('is told by which rows come to it: %s', async (_, body, cost) => {
    const admin = `${ADMIN.replace('"__str__"', '"one"')}\n    def one(self, obj):\n        ${body}\n`;
    const files = { 'manage.py': '', 'shop/__init__.py': '', 'shop/models.py': models(QUERY), 'shop/admin.py': admin };
    const found = await lintProject(files, 'shop/admin.py', { rules: RULES });
    expect(found.map(({ message }) => message)).toEqual([expect.stringContaining(cost)]);
  });
});

describe('why relations are not loaded', () => {
  const models = MODELS.replace('BODY', '        return f"{self.customer} {self.region}"').replace('    owner = ', '    region = models.ForeignKey(Region, null=True, on_delete=models.SET_NULL)\n    owner = ');
  const admin = (columns: string): string => ADMIN.replace('["__str__"]', columns);

  async function why(columns: string): Promise<string> {
    const files = { 'manage.py': '', 'shop/__init__.py': '', 'shop/models.py': models, 'shop/admin.py': admin(columns) };
    return (await lintProject(files, 'shop/admin.py', { rules: RULES })).map(({ message }) => message).join('\n');
  }

  it('is said once of all that have the same reason', async () => {
    const found = await why('["id", "customer", "region"]');
    expect(found).toContain("covers only foreign keys that can't be null, and `customer` and `region` can be null.");
    expect(found.split('covers only foreign keys')).toHaveLength(2);
  });

  it('names a label once that reaches several', async () => {
    const files = { 'manage.py': '', 'shop/__init__.py': '', 'shop/models.py': models, 'shop/admin.py': ADMIN.replace('@admin.register(Order)', '@admin.register(Note)').replace('"__str__"', '"order"') };
    const [found] = await lintProject(files, 'shop/admin.py', { rules: RULES });
    expect(found?.message).toContain('`Order.__str__` reaches `order__customer` and `order__region`.');
  });
});
