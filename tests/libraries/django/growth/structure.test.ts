import { describe, expect, it } from 'vitest';
import { open, project } from '../written-project.ts';

const HEAD = 'from django.conf import settings\nfrom django.contrib.auth.models import Group\nfrom django.db import models\n\n';

/** Something refers to `Kind`, as to every table of kinds. */
const THING = 'class Thing(models.Model):\n    kind = models.ForeignKey("shop.Kind", on_delete=models.PROTECT)\n';

function model(body: string, bases = 'models.Model'): string {
  return `class Kind(${bases}):\n${body.split('\n').map((line) => `    ${line}`).join('\n')}\n\n`;
}

const NAME = 'name = models.CharField(max_length=100)';

const NAMES_ONLY = 'it has names and flags only, and no code of the project adds rows';

/** Growth of `Kind`'s table and the reason for it. */
function sizeOf(models: string, files: Readonly<Record<string, string>> = {}, name = 'Kind'): string {
  const django = open(project({ 'shop/models.py': `${HEAD}${models}`, ...files }), 'shop/models.py');
  const found = django.modelNamed(name);
  if (found === undefined) throw new Error('no model');
  const { growth, because } = django.tableSize(found);
  return because === undefined ? growth : `${growth}: ${because}`;
}

const CREATES = 'def add(name):\n    return Kind.objects.create(name=name)\n';

describe('a table whose model has a base of another package', () => {
  const OUTSIDE = 'from cluster.models import Clusterable\n\n';

  it('has few rows where its name stands for something of which there are few', () => {
    expect(sizeOf(OUTSIDE + model(NAME, 'Clusterable, models.Model') + THING)).toBe('few: its name stands for something of which there are few');
  });

  it.each<[string, string, Readonly<Record<string, string>>, string]>([
    ['another name', OUTSIDE + model(NAME, 'Clusterable, models.Model').replace('Kind', 'Thread') + THING.replace('shop.Kind', 'Thread'), {}, 'Thread'],
    ['code that makes them', OUTSIDE + model(NAME, 'Clusterable, models.Model') + THING, { 'shop/views.py': `from .models import Kind\n\n${CREATES}` }, 'Kind'],
    ['rows of users', OUTSIDE + model(`${NAME}\nowner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE)`, 'Clusterable, models.Model') + THING, {}, 'Kind'],
  ])('not: %s', (_name, models, files, name) => {
    expect(sizeOf(models, files, name)).not.toMatch(/^few/);
  });
});

describe('a table to which its admin lets nobody add a second row', () => {
  const BODY = 'email = models.EmailField()\nbody = models.TextField()';
  const admin = (body: string): Record<string, string> => ({ 'shop/admin.py': `from django.contrib import admin\nfrom . import models\nfrom .models import Kind, Thing\n\n@admin.register(Kind)\nclass KindAdmin(admin.ModelAdmin):\n    def has_add_permission(self, request):\n${body.split('\n').map((line) => `        ${line}`).join('\n')}\n` });

  it.each([
    ['by asking whether there is one', 'return not Kind.objects.exists()'],
    ['among other conditions', 'allowed = super().has_add_permission(request)\nif allowed and models.Kind.objects.all().exists():\n    allowed = False\nreturn allowed'],
    ['by counting', 'return self.model.objects.count() == 0'],
    ['by counting up to one', 'if Kind.objects.count() >= 1:\n    return False\nreturn True'],
  ])('has one: %s', (_name, body) => {
    expect(sizeOf(model(BODY) + THING, admin(body))).toBe('small: `KindAdmin` lets nobody add a row where there is one');
  });

  it.each([
    ['rows of another table', 'return not Thing.objects.exists()'],
    ['some of its rows', 'return not Kind.objects.filter(email="a").exists()'],
    ['more than a few', 'return Kind.objects.count() < 20'],
    ['nothing', 'return request.user.is_staff'],
  ])('not where it asks for %s', (_name, body) => {
    expect(sizeOf(model(BODY) + THING, admin(body))).toBe('unknown');
  });
});

describe('a table that is bounded by its definition', () => {
  const CHOICES = 'choices=[("a", "A"), ("b", "B")]';
  const LANGUAGE = 'class Language(models.Model):\n    code = models.CharField(max_length=2, primary_key=True)\n\n';
  const LINK = 'language = models.ForeignKey(Language, on_delete=models.CASCADE)';

  it.each<[string, string, string]>([
    ['a unique field with choices', model(`kind = models.CharField(max_length=9, unique=True, ${CHOICES})\nbody = models.TextField()`), 'few: `kind` is unique and has choices'],
    ['a key of a few letters', model(`code = models.CharField(max_length=3, primary_key=True)\n${NAME}`), 'few: its key `code` is a code of 3 letters'],
    ['a key of some letters that nothing adds', model(`code = models.CharField(max_length=5, primary_key=True)\nbody = models.TextField()`), 'few: its key `code` is a code of 5 letters, and no code of the project adds rows'],
    [
      'choices that are unique together with a small table', LANGUAGE + model(`${LINK}\nkind = models.CharField(max_length=9, ${CHOICES})\nbody = models.TextField()\n\nclass Meta:\n    unique_together = ("language", "kind")`),
      'few: `language` and `kind` are unique together, each of them choices or a key to a small table',
    ],
    [
      'a constraint over choices', model(`day = models.CharField(max_length=9, ${CHOICES})\nkind = models.CharField(max_length=9, ${CHOICES})\nprice = models.DecimalField()\n\nclass Meta:\n    constraints = [models.UniqueConstraint(fields=["day", "kind"], name="one")]`),
      'few: `day` and `kind` are unique together, each of them choices or a key to a small table',
    ],
    ['a child of a table that is declared', model('email = models.EmailField()', 'Group'), 'few: it has as many rows as `Group` at most'],
    ['a base that is called a singleton', `class SingletonBase(models.Model):\n    class Meta:\n        abstract = True\n\n${model('token = models.TextField()', 'SingletonBase')}`, 'small: it is a singleton'],
    ['a save that sets the key', model('token = models.TextField()\n\ndef save(self, *args, **kwargs):\n    self.pk = 1\n    super().save(*args, **kwargs)'), 'small: it is a singleton'],
  ])('%s', (_name, models, expected) => {
    expect(sizeOf(models + THING)).toBe(expected);
  });

  it.each<[string, string]>([
    ['choices that need not be unique', model(`kind = models.CharField(max_length=9, ${CHOICES})\nbody = models.TextField()`)],
    ['a longer key', model('code = models.CharField(max_length=20, primary_key=True)\nbody = models.TextField()')],
    ['a constraint that holds for some rows', model(`kind = models.CharField(max_length=9, ${CHOICES})\nbody = models.TextField()\n\nclass Meta:\n    constraints = [models.UniqueConstraint(fields=["kind"], condition=models.Q(body=""), name="one")]`)],
    ['unique together with what has no limit', LANGUAGE + model(`${LINK}\nbody = models.CharField(max_length=9)\n\nclass Meta:\n    unique_together = ("language", "body")`)],
    ['a save that sets another column', model('token = models.TextField()\n\ndef save(self, *args, **kwargs):\n    self.version = 1\n    super().save(*args, **kwargs)')],
  ])('not: %s', (_name, models) => {
    expect(sizeOf(models + THING)).toBe('unknown');
  });
});

describe('a table that has few rows as a rule', () => {
  const STAMPED = 'class Stamped(models.Model):\n    created = models.DateTimeField(auto_now_add=True)\n\n    class Meta:\n        abstract = True\n\n';
  const KINDS = model(NAME);

  it.each<[string, string, Readonly<Record<string, string>>?]>([
    ['names and flags', model(`${NAME}\nslug = models.SlugField()\nactive = models.BooleanField()\norder = models.PositiveIntegerField()\ndescription = models.TextField()`)],
    ['dates that an abstract base gives every model', STAMPED + model(NAME, 'Stamped')],
    ['keys to itself and to what is few', `${model(`${NAME}\nparent = models.ForeignKey("self", null=True, on_delete=models.CASCADE)\nlevel = models.ForeignKey("shop.Level", on_delete=models.CASCADE)`)}class Level(models.Model):\n    ${NAME}\n\n`],
    ['rows that a command sees to', KINDS, { 'shop/management/commands/add_kinds.py': CREATES.replace('create', 'get_or_create') }],
    ['rows that the project brings along', KINDS, { 'shop/bootstrap/base.py': CREATES }],
    ['an endpoint that only reads', KINDS, { 'shop/api.py': 'class KindViewSet(viewsets.ModelViewSet):\n    queryset = Kind.objects.all()\n    http_method_names = ["get", "head"]\n\n\nclass ReadViewSet(viewsets.ReadOnlyModelViewSet):\n    queryset = Kind.objects.all()\n' }],
    ['what is only quoted', KINDS, { 'shop/api.py': '# Kind()\nNOTE = "Kind.objects.create()"\n\n\nclass Kind(Base):\n    """Kind()"""\n' }],
    ['a form of the admin', KINDS, { 'shop/forms.py': 'class KindForm(forms.ModelForm):\n    class Meta:\n        model = Kind\n', 'shop/admin.py': 'from .forms import KindForm\n' }],
  ])('%s', (_name, models, files = {}) => {
    expect(sizeOf(models + THING, files)).toBe(`few: ${NAMES_ONLY}`);
  });

  it.each<[string, string, Readonly<Record<string, string>>?]>([
    ['a date of its own', model(`${NAME}\nheld = models.DateField()`)],
    ['a text that somebody writes', model(`${NAME}\nbody = models.TextField()`)],
    ['an address', model(`${NAME}\nwebsite = models.URLField()`)],
    ['flags without a name', model('active = models.BooleanField()')],
    ['a page of its own', model(`${NAME}\n\ndef get_absolute_url(self):\n    return "/"`)],
    ['a key to a table of which nothing is known', `${model(`${NAME}\nevent = models.ForeignKey("shop.Event", on_delete=models.CASCADE)`)}class Event(models.Model):\n    held = models.DateField()\n\n`],
    ['rows that are rows of its children', `${KINDS}class Child(Kind):\n    held = models.DateField()\n\n`],
    ['code that adds some', KINDS, { 'shop/views.py': CREATES }],
    ['code that saves a new one', KINDS, { 'shop/views.py': 'def add(name):\n    Kind(name=name).save()\n' }],
    ['a method of its own manager', KINDS, { 'shop/views.py': 'def add(name):\n    Kind.objects.create_public(name=name)\n' }],
    ['a command that imports', KINDS, { 'shop/management/commands/import_kinds.py': CREATES }],
    ['requests that see to it', KINDS, { 'shop/views.py': CREATES.replace('create', 'get_or_create') }],
    ['a view that adds some', KINDS, { 'shop/views.py': 'class Add(CreateView):\n    model = Kind\n' }],
    ['an endpoint that adds some', KINDS, { 'shop/api.py': 'class KindViewSet(viewsets.ModelViewSet):\n    queryset = Kind.objects.all()\n' }],
    ['a form that a view takes up', KINDS, { 'shop/forms.py': 'class KindForm(forms.ModelForm):\n    class Meta:\n        model = Kind\n', 'shop/views.py': 'from .forms import KindForm\n' }],
  ])('not: %s', (_name, models, files = {}) => {
    expect(sizeOf(models + THING, files)).toBe('unknown');
  });

  it.each<[string, string, string]>([
    ['a key that a row can do without', model(`${NAME}\nevent = models.ForeignKey("shop.Event", null=True, on_delete=models.SET_NULL)`), 'few: its name stands for something of which there are few, and no code of the project adds rows'],
    ['a picture beside it', model(`${NAME}\npicture = models.ImageField()\nevent = models.ForeignKey("shop.Event", null=True, on_delete=models.SET_NULL)`), 'unknown'],
    ['another name', model(`${NAME}\nevent = models.ForeignKey("shop.Event", null=True, on_delete=models.SET_NULL)`).replace('Kind', 'Paper'), 'unknown'],
  ])('names beside a key: %s', (_name, models, size) => {
    const name = models.includes('Paper') ? 'Paper' : 'Kind';
    expect(sizeOf(`${models}class Event(models.Model):\n    held = models.DateField()\n\n${THING.replace('Kind', name)}`, {}, name)).toBe(size);
  });

  it.each([
    ['who wrote the row, as a base notes it of every model', 'creator', true, 'few: its name stands for something of which there are few, and no code of the project adds rows'],
    ['whom the row belongs to', 'owner', true, 'unknown'],
    ['who wrote the row, as it notes itself', 'creator', false, 'unknown'],
  ])('names beside a key to the users: %s', (_name, key, based, size) => {
    const column = `${key} = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT)`;
    const base = `class Noted(models.Model):\n    ${column}\n\n    class Meta:\n        abstract = True\n\n`;
    const kinds = based ? base + model(NAME, 'Noted') : model(`${NAME}\n${column.replace('on_delete', 'null=True, on_delete')}`);
    expect(sizeOf(kinds + THING, { 'shop/views.py': 'def join(form):\n    return User.objects.create_user(form)\n' })).toBe(size);
  });

  it('not: what nothing refers to', () => {
    expect(sizeOf(KINDS)).toBe('unknown');
  });

  it('not: places and people, of which the world has many', () => {
    expect(sizeOf(`${KINDS}${THING}`.replaceAll('Kind', 'City'), {}, 'City')).toBe('unknown');
  });

  const ADMIN = 'from django.contrib import admin\nfrom .models import Kind\n\n@admin.register(Kind)\nclass KindAdmin(admin.ModelAdmin):\n    list_display = ("name", "weight", "active")\n    list_editable = ("weight",)\n';
  const TIER = `${model(`${NAME}\nweight = models.IntegerField()\nactive = models.BooleanField()\nprice = models.DecimalField()\nevent = models.ForeignKey("shop.Event", on_delete=models.CASCADE)`)}class Event(models.Model):\n    held = models.DateField()\n\n`;

  it('rows that somebody puts in order', () => {
    expect(sizeOf(TIER, { 'shop/admin.py': ADMIN })).toBe('few: `KindAdmin` puts its rows in order by hand');
    expect(sizeOf(TIER, { 'shop/admin.py': ADMIN.replace('("weight",)', '("active",)') })).toBe('unknown');
    const dragged = ADMIN.replace('("weight",)', '("active",)').replace('class KindAdmin(admin.ModelAdmin)', 'from adminsortable2.admin import SortableAdminMixin\n\n\nclass KindAdmin(SortableAdminMixin, admin.ModelAdmin)');
    expect(sizeOf(TIER, { 'shop/admin.py': dragged.replace('@admin.register(Kind)\nfrom', 'from').replace('\n\n\nclass', '\n\n@admin.register(Kind)\nclass') })).toBe('few: `KindAdmin` puts its rows in order by hand');
    expect(sizeOf(TIER.replace('class Kind(models.Model)', 'from ordered_model.models import OrderedModel\n\n\nclass Kind(OrderedModel)'))).toBe('few: `Kind` puts its rows in order by hand');
  });

  it('so many kinds for each parent', () => {
    const perEvent = TIER.replace('price = models.DecimalField()', 'size = models.CharField(max_length=9, choices=[("a", "A")])').replace('\n\nclass Event', '\n    class Meta:\n        unique_together = ("event", "size")\n\n\nclass Event');
    expect(sizeOf(perEvent)).toBe('few: `event` and `size` are unique together, one of them with choices, and no code of the project adds rows');
    expect(sizeOf(perEvent, { 'shop/views.py': CREATES })).toBe('unknown');
    expect(sizeOf(perEvent.replaceAll('"shop.Event"', 'settings.AUTH_USER_MODEL'))).toBe('unknown');
  });
});

describe('a table whose few rows come with the project', () => {
  const OFFICE = 'class Office(models.Model):\n    opened = models.DateField()\n\n';
  const OWNED = `${OFFICE}class Owned(models.Model):\n    office = models.ForeignKey(Office, on_delete=models.PROTECT)\n    icon = models.ImageField()\n\n    class Meta:\n        abstract = True\n\n`;
  const KINDS = OWNED + model(NAME, 'Owned');
  const json = (rows: number, label = 'shop.kind'): string => JSON.stringify(Array.from({ length: rows }, (_, pk) => ({ model: label, pk, fields: { name: 'a' } })));
  const shipped = (rows = 3): Record<string, string> => ({ 'shop/fixtures/base.json': json(rows) });
  const BROUGHT = 'few: `shop/fixtures/base.json` brings its rows along, and no code of the project adds any';

  it.each<[string, string, Readonly<Record<string, string>>?]>([
    ['a key and a picture that a base gives every model', KINDS],
    ['ten rows', KINDS, shipped(10)],
    ['as YAML', KINDS, { 'shop/fixtures/base.yaml': '- model: shop.Kind\n  pk: 1\n  fields:\n    name: a\n'.repeat(2) }],
    ['as XML', KINDS, { 'shop/fixtures/base.xml': `<django-objects>\n${'<object pk="1" model="shop.kind">\n</object>\n'.repeat(2)}</django-objects>\n` }],
    ['a picture of its own', model(`${NAME}\nicon = models.FileField()`)],
    ['a key that may be empty', OFFICE + model(`${NAME}\noffice = models.ForeignKey(Office, null=True, on_delete=models.CASCADE)`)],
    ['a number that most leave as it is', model(`${NAME}\nrate = models.DecimalField(default=1)`)],
    ['one text, whatever it is called', model('domain = models.CharField(max_length=100)\nicon = models.ImageField()')],
    ['a few more for a demonstration', KINDS, { ...shipped(), 'shop/fixtures/demo.json': json(5) }],
  ])('%s', (_name, models, files = shipped()) => {
    expect(sizeOf(models + THING, files).replace(/base\.\w+/, 'base.json')).toBe(BROUGHT);
  });

  it.each<[string, string, Readonly<Record<string, string>>?]>([
    ['it brings none', KINDS, {}],
    ['it brings those of another table', KINDS, { 'shop/fixtures/base.json': json(3, 'shop.thing') }],
    ['it brings one to begin with', KINDS, shipped(1)],
    ['it brings many', KINDS, shipped(11)],
    ['it brings many for a test', KINDS, { ...shipped(), 'shop/fixtures/tests.json': json(11) }],
    ['they are for a demonstration', KINDS, { 'shop/fixtures/demo.json': json(3) }],
    ['another app brings them', KINDS, { 'fleet/models.py': 'from django.db import models\n', 'fleet/fixtures/base.json': json(3) }],
    ['code adds some', KINDS, { ...shipped(), 'shop/views.py': CREATES }],
    ['each belongs to a row of another table', OFFICE + model(`${NAME}\noffice = models.ForeignKey(Office, on_delete=models.CASCADE)\nicon = models.ImageField()`)],
    ['a base says whose they are', KINDS.replace('ForeignKey(Office,', 'ForeignKey(settings.AUTH_USER_MODEL,')],
    ['each has a price', model(`${NAME}\nprice = models.DecimalField(default=0)`)],
    ['each has a number of its own', model(`${NAME}\nrate = models.DecimalField()`)],
    ['each has an address', model(`${NAME}\nwebsite = models.CharField(max_length=100)\nicon = models.ImageField()`)],
    ['each has a day', model(`${NAME}\nheld = models.DateField()`)],
  ])('not where %s', (_name, models, files = shipped()) => {
    expect(sizeOf(models + THING, files)).toBe('unknown');
  });

  it('not where orders are made, though a fixture has some', () => {
    const order = `${model('name = models.CharField(max_length=100)\nowner = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.CASCADE)')}${THING}`;
    expect(sizeOf(order, { ...shipped(), 'shop/views.py': CREATES })).toBe('growing: `shop/views.py` adds rows for each `owner`');
  });
});

describe('a table of what is configured', () => {
  const STAMPED = 'class Stamped(models.Model):\n    created = models.DateTimeField(auto_now_add=True)\n\n    class Meta:\n        abstract = True\n\n';
  const EVENT = 'class Event(models.Model):\n    held = models.DateField()\n\n';
  const key = (more: string): string => `event = models.ForeignKey(Event, ${more}on_delete=models.CASCADE)`;
  const config = (body: string): string => (STAMPED + EVENT + model(`${NAME}\nlabels = models.JSONField()\n${body}`, 'Stamped')).replace('class Kind', 'class KindConfig');
  const paged = (date: string): Record<string, string> => ({ 'shop/admin.py': `from django.contrib import admin\nfrom .models import KindConfig\n\n@admin.register(KindConfig)\nclass KindConfigAdmin(admin.ModelAdmin):\n    date_hierarchy = "${date}"\n` });
  const CONFIGURED = 'few: it holds what is configured, and no code of the project adds rows';

  it('with keys that may be empty', () => {
    expect(sizeOf(config(key('null=True, ')), {}, 'KindConfig')).toBe(CONFIGURED);
    expect(sizeOf(config(key('null=True, ')).replace('KindConfig', 'KindSettings'), {}, 'KindSettings')).toBe(CONFIGURED);
    expect(sizeOf(config(key('')).replace('KindConfig', 'KindSettings'), {}, 'KindSettings')).toBe('unknown');
    expect(sizeOf(config(key('')), {}, 'KindConfig')).toBe('unknown');
    expect(sizeOf(config(key('null=True, ')).replace('KindConfig', 'KindReport'), {}, 'KindReport')).toBe('unknown');
    expect(sizeOf(config(key('null=True, ')), { 'shop/views.py': CREATES.replace('Kind', 'KindConfig') }, 'KindConfig')).toBe('unknown');
    expect(sizeOf(config('user = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.CASCADE)'), {}, 'KindConfig')).toBe('unknown');
  });

  it('paged by a date as all lists of its file are', () => {
    const list = (name: string, more: string): string => `\n@admin.register(Event, site=${name})\nclass ${name}Admin(admin.ModelAdmin):\n    ${more}\n`;
    const habit = (last: string): Record<string, string> => ({ 'shop/admin.py': `${(paged('held')['shop/admin.py'] ?? '').replace('import KindConfig', 'import Event, KindConfig')}${list('first', 'date_hierarchy = "held"')}${list('second', last)}` });
    const of = (last: string): string => sizeOf(config('held = models.DateField()'), habit(last), 'KindConfig');
    expect(of('date_hierarchy = "held"')).toBe(CONFIGURED);
    expect(of('ordering = ("held",)')).toBe('growing: expected to be large: `KindConfigAdmin` has a `date_hierarchy`');
  });

  it('paged by a date that every model has', () => {
    expect(sizeOf(config(''), paged('created'), 'KindConfig')).toBe(CONFIGURED);
    expect(sizeOf(config('held = models.DateField()'), paged('held'), 'KindConfig')).toBe('growing: expected to be large: `KindConfigAdmin` has a `date_hierarchy`');
    expect(sizeOf(config(key('')), paged('created'), 'KindConfig')).toBe('growing: expected to be large: `KindConfigAdmin` has a `date_hierarchy`');
    const heavy = paged('created')['shop/admin.py'] ?? '';
    expect(sizeOf(config(''), { 'shop/admin.py': `${heavy}    show_full_result_count = False\n` }, 'KindConfig')).toBe('growing: expected to be large: `KindConfigAdmin` does without its full count');
    const based = (heavy.replace('@admin', 'class BaseAdmin(admin.ModelAdmin):\n    show_full_result_count = False\n    paginator = object\n\n@admin').replace('KindConfigAdmin(admin.ModelAdmin)', 'KindConfigAdmin(BaseAdmin)'));
    expect(sizeOf(config(''), { 'shop/admin.py': based }, 'KindConfig')).toBe(sizeOf(config(''), { 'shop/admin.py': heavy }, 'KindConfig'));
  });
});

describe('a table that grows by its definition', () => {
  const OWNED = model(`${NAME}\nowner = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.CASCADE)`);

  it('rows that name a user and that the code makes', () => {
    expect(sizeOf(OWNED, { 'shop/views.py': CREATES })).toBe('growing: `shop/views.py` adds rows for each `owner`');
  });

  it.each([
    ['is stored', 'thing = Kind(owner=request.user)\n    thing.save()'],
    ['is collected for one insert', 'things = []\n    thing = Kind(owner=request.user)\n    things.append(thing)\n    Kind.objects.bulk_create(things)'],
    ['is handed to what creates it', 'thing = Kind(owner=request.user)\n    create_all(request, thing)'],
    ['is given back', 'thing = Kind(owner=request.user)\n    return thing'],
    ['is stored where it is made', 'Kind.objects.bulk_create([Kind(owner=request.user)])'],
  ])('an object that %s', (_, made) => {
    expect(sizeOf(OWNED, { 'shop/views.py': `from .models import Kind\n\n\ndef add(request):\n    ${made}\n` })).toBe('growing: `shop/views.py` adds rows for each `owner`');
  });

  it.each([
    ['is put into a list that is shown', 'things = list_of(request)\n    thing = Kind(owner=request.user)\n    things.append(thing)\n    things.insert(0, thing)\n    return show(things)'],
    ['is only looked at', 'thing = Kind(owner=request.user)\n    return show(request, thing)'],
    ['is made for what it says', 'return Kind(owner=request.user).name'],
  ])('but not an object that %s', (_, made) => {
    expect(sizeOf(OWNED, { 'shop/views.py': `from .models import Kind\n\n\ndef add(request):\n    ${made}\n` })).toBe('unknown');
  });

  it('but not what a form offers to choose from', () => {
    const forms = 'from django import forms\nfrom .models import Kind, Note\n\n\nclass NoteForm(forms.ModelForm):\n    kind = forms.ModelChoiceField(\n        queryset=Kind.objects.all(),\n        required=False,\n    )\n\n    class Meta:\n        model = Note\n';
    expect(sizeOf(OWNED, { 'shop/forms.py': forms, 'shop/views.py': 'from .forms import NoteForm\n\n\ndef add(request):\n    return NoteForm(request.POST)\n' })).toBe('unknown');
    expect(sizeOf(OWNED, { 'shop/forms.py': forms.replace('model = Note', 'model = Kind'), 'shop/views.py': 'from .forms import NoteForm\n\n\ndef add(request):\n    return NoteForm(request.POST)\n' })).toBe('growing: `shop/forms.py` adds rows for each `owner`');
  });

  it.each([
    ['a formset names it', 'modelformset_factory(Kind, fields=("owner",))', 'unknown'],
    ['the form of a formset names it', 'modelformset_factory(Kind, form=OwnerForm)', 'unknown'],
    ['a formset asks for all that a row needs', 'modelformset_factory(Kind, fields=("owner", "name"))', 'growing: `shop/views.py` adds rows for each `owner`'],
    ['a formset of other columns', 'modelformset_factory(Kind, fields=("note",))', 'growing: `shop/views.py` adds rows for each `owner`'],
    ['a formset of rows that belong to another', 'inlineformset_factory(Kind, Kind, fields=("owner",))', 'growing: `shop/views.py` adds rows for each `owner`'],
  ])('but not by a key that is set of rows which are there already: %s', (_name, formset, size) => {
    const forms = 'from django import forms\nfrom .models import Kind\n\n\nclass OwnerForm(forms.ModelForm):\n    class Meta:\n        model = Kind\n        fields = ("owner",)\n';
    const views = `from .forms import OwnerForm\nfrom .models import Kind\n\n\n${CREATES}\n\ndef assign(request):\n    return ${formset}(request.POST)\n`;
    expect(sizeOf(OWNED, { 'shop/forms.py': forms, 'shop/views.py': views }).replace('forms.py', 'views.py')).toBe(size);
  });

  it('one for each user', () => {
    const files = { 'shop/views.py': CREATES.replace('create', 'get_or_create') };
    expect(sizeOf(OWNED.replace('null=True, ', ''), files)).toBe('growing: `shop/views.py` adds rows for each `owner`');
    expect(sizeOf(OWNED, files)).toBe('unknown');
  });

  it.each<[string, string, Readonly<Record<string, string>>]>([
    ['no code makes them', OWNED, {}],
    ['a name is annotated by a call', OWNED, { 'shop/views.py': 'def show(request):\n    kind: Kind()\n' }],
    ['a command makes them', OWNED, { 'shop/management/commands/load.py': CREATES }],
    ['what fills a demonstration makes them', OWNED, { 'shop/bootstrap.py': CREATES }],
    ['they name nobody', model(`${NAME}\nheld = models.DateField()`), { 'shop/views.py': CREATES }],
    [
      'an abstract base names who wrote any row', `class Audited(models.Model):\n    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE)\n\n    class Meta:\n        abstract = True\n\n${model(NAME, 'Audited')}`,
      { 'shop/views.py': CREATES },
    ],
    [
      'they are teams, which have members', `${OWNED.trimEnd()}\n    members = models.ManyToManyField(settings.AUTH_USER_MODEL, through="shop.Membership")\n\nclass Membership(models.Model):\n    pass\n`,
      { 'shop/views.py': CREATES },
    ],
    ['another model has the name', OWNED, { 'shop/views.py': CREATES, 'fleet/models.py': 'from django.db import models\n\nclass Kind(models.Model):\n    pass\n' }],
  ])('not where %s', (_name, models, files) => {
    expect(sizeOf(models, files, 'shop.Kind')).toBe('unknown');
  });

  it('rows that belong to those of a growing table', () => {
    const order = 'class Order(models.Model):\n    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE)\n\n';
    const line = model(`${NAME}\norder = models.ForeignKey(Order, on_delete=models.CASCADE)`);
    const files = { 'shop/views.py': `${CREATES}\n\ndef start(user):\n    return Order.objects.create(owner=user)\n` };
    expect(sizeOf(order + line, files)).toBe('growing: `shop/views.py` adds rows for each `Order`');
    expect(sizeOf(order + line.replace('Order, ', 'Order, null=True, '), files)).toBe('unknown');
    expect(sizeOf(order + line, { 'shop/views.py': CREATES })).toBe('unknown');
  });

  const EVENT = model('state = models.TextField()\nran = models.DateTimeField(default=timezone.now)');
  const RAN = 'growing: `shop/runs.py` adds rows, and `ran` notes when';

  it.each<[string, string, string, string?]>([
    ['by default', EVENT, RAN],
    ['by Django', EVENT.replace('default=timezone.now', 'auto_now_add=True'), RAN],
    ['no code makes any', EVENT, 'unknown', ''],
    ['code sees to it that one is there', EVENT, 'unknown', CREATES.replace('create', 'get_or_create')],
    ['they have names', EVENT.replace('state =', 'title ='), 'unknown'],
    ['a column tells them apart', EVENT.replace('TextField()', 'TextField(unique=True)'), 'unknown'],
    ['they note when they were changed', EVENT.replace('default=timezone.now', 'auto_now=True'), 'unknown'],
    ['they note when something is due', EVENT.replace('default=timezone.now', 'default=tomorrow'), 'unknown'],
    ['a base notes it of every model', `class Stamped(models.Model):\n    ran = models.DateTimeField(auto_now_add=True)\n\n    class Meta:\n        abstract = True\n\n${model('state = models.TextField()', 'Stamped')}`, 'unknown'],
  ])('rows that say when something happened: %s', (_name, models, expected, code = CREATES) => {
    expect(sizeOf(models, { 'shop/runs.py': code })).toBe(expected);
  });

  it('a proxy of a table that grows', () => {
    const member = 'from django.contrib.auth.models import User\n\nclass Member(User):\n    class Meta:\n        proxy = True\n';
    expect(sizeOf(member, {}, 'Member')).toBe('growing: `User` by another name');
    expect(sizeOf(member.replaceAll('User', 'Group'), {}, 'Member')).not.toContain('growing');
  });
});
