import { existsSync, readFileSync } from 'node:fs';
import { afterEach, describe, expect, it } from 'vitest';
import { parsePython } from '../../src/python/syntax/parse.ts';
import { TemporaryProject } from './stub.ts';

let project: TemporaryProject;

afterEach(() => {
  project.remove();
});

const MODELS = `from django.conf import settings
from django.db import models
class Customer(models.Model):
    code = models.CharField(max_length=2, unique=True)
    name = models.CharField(max_length=60)
    alias = models.CharField(max_length=60, blank=True)
    slug = models.SlugField(blank=True, unique=True)
    ticket = models.CharField(max_length=16, default="", unique=True)
    rating = models.IntegerField()
    share = models.DecimalField(max_digits=3, decimal_places=3)
    born = models.DateField()
    until = models.DateField()
    seen = models.DateTimeField(auto_now=True)
    note = models.TextField(null=True)
class Tag(models.Model):
    name = models.CharField(max_length=20)
class Order(models.Model):
    class Status(models.TextChoices):
        NEW = "N", "new"
    customer = models.ForeignKey(Customer, on_delete=models.CASCADE)
    approved_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL)
    status = models.CharField(max_length=1, choices=Status.choices)
    position = models.IntegerField()
    tags = models.ManyToManyField(Tag)
    class Meta:
        unique_together = ("status", "position")
class Line(models.Model):
    order = models.ForeignKey(Order, on_delete=models.CASCADE)
    amount = models.PositiveIntegerField(default=1)
class OldOrder(Order):
    class Meta:
        proxy = True
class Shop(models.Model):
    name = models.CharField(max_length=20)
class Branch(Shop):
    number = models.IntegerField(unique=True)
class Map(models.Model):
    area = PolygonField()
class Pin(models.Model):
    map = models.ForeignKey(Map, on_delete=models.CASCADE)
class Hen(models.Model):
    egg = models.ForeignKey("Egg", on_delete=models.CASCADE)
class Egg(models.Model):
    hen = models.ForeignKey(Hen, on_delete=models.CASCADE)
class Lost(models.Model):
    page = models.ForeignKey("cms.Page", on_delete=models.CASCADE)
`;

const ADMIN = `from django.contrib import admin
from .models import *
class LineInline(admin.TabularInline):
    model = Line
@admin.register(Order)
class OrderAdmin(admin.ModelAdmin):
    inlines = [LineInline]
desk = admin.AdminSite(name="desk")
desk.register(Order, OrderAdmin)
admin.site.register([Customer, OldOrder, Branch, Pin, Hen, Lost])
`;

const FILES = { 'manage.py': '', 'shop/__init__.py': '', 'shop/models.py': MODELS, 'shop/admin.py': ADMIN };

function started(files: Record<string, string> = {}): void {
  project = new TemporaryProject({ ...FILES, ...files });
}

async function textOf(models?: string, admin?: string): Promise<string> {
  started({ ...(models === undefined ? {} : { 'shop/models.py': models }), ...(admin === undefined ? {} : { 'shop/admin.py': admin }) });
  const { code, stdout } = await project.run(['budget', '--stdout']);
  expect(code).toBe(0);
  expect(parsePython(stdout).ok).toBe(true);
  return stdout;
}

/** The text from a line that holds `start` to the next empty one. */
function block(text: string, start: string): string {
  const at = text.indexOf(start);
  return at < 0 ? '' : (text.slice(at).split('\n\n', 1)[0] ?? '').trimEnd();
}

describe('what admin-scale budget writes', () => {
  it('makes rows of the fields that they need, numbered where each has its own', async () => {
    expect(block(await textOf(), 'def make_shop_customer')).toBe(`def make_shop_customer(**given):
    n = next(numbers)
    return made("shop.Customer", {
        "code": str(n % 100),
        "name": f"name {n}",
        "slug": f"slug-{n}",
        "ticket": f"ticket {n}",
        "rating": 1,
        "share": Decimal(0),
        "born": date(2024, 1, 1) + timedelta(days=n),
        "until": date(2024, 1, 1) + timedelta(days=n + 1),
    }, given)`);
  });

  it('makes what a row points to before it, and takes choices as the model has them', async () => {
    const text = await textOf();
    expect(block(text, 'def make_shop_order(')).toBe(`def make_shop_order(**given):
    n = next(numbers)
    return made("shop.Order", {
        "customer": make_shop_customer,
        "status": choice("shop.Order", "status", n),
        "position": n,
    }, given)`);
    expect(text.indexOf('def make_shop_customer')).toBeLessThan(text.indexOf('def make_shop_order('));
  });

  it('fills keys that may be empty, inlines and the tables of options', async () => {
    const text = await textOf();
    expect(block(text, 'def test_shop_order_list')).toContain('self.check_list("admin:shop_order_changelist", lambda: filled(make_shop_order, approved_by=make_auth_user))');
    const form = block(text, 'def test_shop_order_form');
    expect(form).toContain('lambda row: make_shop_line(order=row),');
    expect(form).toContain('others=[make_shop_tag],');
  });

  it('asks each site for its own pages', async () => {
    expect(block(await textOf(), 'def test_desk_shop_order_list')).toContain('"desk:shop_order_changelist"');
  });

  it('makes rows of proxies and of models that extend others with all their columns', async () => {
    const text = await textOf();
    expect(block(text, 'def make_shop_old_order')).toContain('made("shop.OldOrder", {\n        "customer": make_shop_customer,');
    expect(block(text, 'def make_shop_branch')).toContain('"name": f"name {n}",\n        "number": n,\n    }, given)');
  });

  it('skips with the reason what it cannot make', async () => {
    const text = await textOf();
    const skip = (page: string): string => block(text, `def test_shop_${page}_list`);
    expect(skip('pin')).toContain('self.skipTest("`area` of shop.Map is a PolygonField, of which no value is known")');
    expect(skip('hen')).toContain('self.skipTest("shop.Hen needs a row that needs one of shop.Hen")');
    expect(skip('lost')).toContain("self.skipTest(\"the model that `page` of shop.Lost points to isn't found in the project\")");
    expect(text).not.toContain('def make_shop_pin');
  });

  it('makes the superuser of the project\'s own user model by what that requires', async () => {
    const models = `from django.contrib.auth.models import AbstractBaseUser
from django.db import models
class Team(models.Model):
    name = models.CharField(max_length=20)
class Member(AbstractBaseUser):
    email = models.EmailField(unique=True)
    team = models.ForeignKey(Team, on_delete=models.CASCADE)
    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["team"]
`;
    started({ 'shop/models.py': models, 'shop/admin.py': 'from django.contrib import admin\nfrom .models import Member\nadmin.site.register(Member)\n', 'config/settings.py': 'AUTH_USER_MODEL = "shop.Member"\n' });
    const { stdout } = await project.run(['budget', '--stdout']);
    expect(block(stdout, 'def superuser')).toContain('values = {"email": f"name{n}@example.com", "team": make_shop_team(), "password": "a password"}');
  });

  it('knows what Django\'s own user requires', async () => {
    expect(block(await textOf(), 'def superuser')).toContain('values = {"username": f"username {n}", "email": f"name{n}@example.com", "password": "a password"}');
  });

  it('is the same each time, and has classes of other names than an app can give', async () => {
    const text = await textOf();
    expect((await project.run(['budget', '--stdout'])).stdout).toBe(text);
    expect(text).toContain('\nclass ShopPages(AdminQueries):\n');
    expect(text).toContain('\nMOST = 30 ');
    expect((await project.run(['budget', '--stdout', '--max', '12'])).stdout).toContain('\nMOST = 12 ');
  });
});

describe('admin-scale budget', () => {
  it('writes the file into a package that the runner searches, and says what is in it', async () => {
    started();
    const { code, stdout } = await project.run(['budget']);
    expect(code).toBe(0);
    expect(stdout).toBe(`Wrote tests/test_admin_queries.py and tests/__init__.py.
10 admin pages are tested, 6 skipped:
  list of shop.Pin: \`area\` of shop.Map is a PolygonField, of which no value is known
  form of shop.Pin: \`area\` of shop.Map is a PolygonField, of which no value is known
  list of shop.Hen: shop.Hen needs a row that needs one of shop.Hen
  form of shop.Hen: shop.Hen needs a row that needs one of shop.Hen
  list of shop.Lost: the model that \`page\` of shop.Lost points to isn't found in the project
  form of shop.Lost: the model that \`page\` of shop.Lost points to isn't found in the project
Run with: python manage.py test tests.test_admin_queries
`);
    expect(readFileSync(project.path('tests/__init__.py'), 'utf8')).toBe('');
  });

  it('writes over nothing without --force', async () => {
    started({ 'tests/__init__.py': 'a = 1\n', 'tests/test_admin_queries.py': 'mine = 1\n' });
    const { code, stdout, stderr } = await project.run(['budget']);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toBe('admin-scale: tests/test_admin_queries.py exists already, and may have been changed by hand; --force writes it anew.\n');
    expect(readFileSync(project.path('tests/test_admin_queries.py'), 'utf8')).toBe('mine = 1\n');
    expect((await project.run(['budget', '--force'])).code).toBe(0);
    expect(readFileSync(project.path('tests/test_admin_queries.py'), 'utf8')).toContain('class ShopPages');
    expect(readFileSync(project.path('tests/__init__.py'), 'utf8')).toBe('a = 1\n');
  });

  it.each(['tests/data.txt', 'tests.py'])('goes beside manage.py where %s is there', async (file) => {
    started({ [file]: '' });
    expect((await project.run(['budget'])).stdout).toContain('Run with: python manage.py test test_admin_queries\n');
    expect(existsSync(project.path('test_admin_queries.py'))).toBe(true);
  });

  it('prints and writes nothing with --stdout', async () => {
    started();
    const { stdout, stderr } = await project.run(['budget', '--stdout']);
    expect(stdout).toMatch(/^"""How many queries/);
    expect(stderr).toMatch(/^10 admin pages are tested/);
    expect(existsSync(project.path('tests'))).toBe(false);
  });

  it('finds the project in, below and above the directory, and asks where several are', async () => {
    project = new TemporaryProject(Object.fromEntries(Object.entries(FILES).map(([path, text]) => [`back/${path}`, text])));
    expect((await project.run(['budget'])).stdout).toMatch(/^Wrote back\/tests\/test_admin_queries\.py and .*\n[^]*Run with: cd back && python manage\.py test tests\.test_admin_queries\n$/);
    expect((await project.run(['budget', 'back/shop', '--force'])).stdout).toContain('Wrote back/tests/test_admin_queries.py.');
    project.write('other/manage.py', '');
    expect(await project.run(['budget'])).toEqual({ code: 2, stdout: '', stderr: 'admin-scale: several projects are below: back, other. Name the one that is meant.\n' });
  });

  it('ends with the reason where there is nothing to test', async () => {
    started({ 'shop/admin.py': '' });
    expect(await project.run(['budget'])).toEqual({ code: 1, stdout: 'No admin page was found in the current directory.\n', stderr: '' });
    expect((await project.run(['budget', 'none'])).stderr).toBe('admin-scale: "none": no such directory.\n');
    expect((await project.run(['budget', '--max', 'few'])).stderr).toBe('admin-scale: --max "few": expected a whole number.\n');
    expect((await project.run(['budget', 'a', 'b'])).stderr).toContain('budget takes one directory');
  });
});
