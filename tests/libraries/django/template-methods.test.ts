import { describe, expect, it } from 'vitest';
import { lintProject, type ProjectFiles } from '../../lint-project.ts';

const MODELS = `from django.db import models

class Keeper(models.Model):
    name = models.CharField(max_length=80)

    def feedings_today(self):
        return Feeding.objects.filter(keeper_name=self.name).count()

    def has_notes(self):
        return self.notes.filter(open=True).exists()

class Animal(models.Model):
    name = models.CharField(max_length=80)
    keeper = models.ForeignKey(Keeper, related_name="animals", on_delete=models.CASCADE)

    @property
    def last_weight(self):
        return Weighing.objects.filter(animal_name=self.name).latest("day")

    def feedings(self):
        return Feeding.objects.filter(animal_name=self.name)

    def some_feedings(self):
        found = self.feedings()
        return found

    def siblings(self):
        return self.keeper.animals.all()

    def has_eaten(self):
        return Feeding.objects.filter(animal_name=self.name).exists()

    def has_grown(self):
        if is_prefetched(self, "weighings"):
            return len(self.weighings) > 1
        return Weighing.objects.filter(animal_name=self.name).exists()

    def plain(self):
        return self.name.upper()

class Note(models.Model):
    keeper = models.ForeignKey(Keeper, related_name="notes", null=True, on_delete=models.CASCADE)
    animal = models.ForeignKey(Animal, related_name="notes", null=True, on_delete=models.CASCADE)
    open = models.BooleanField(default=True)

class Feeding(models.Model):
    animal_name = models.CharField(max_length=80)
    keeper_name = models.CharField(max_length=80)

class Weighing(models.Model):
    animal_name = models.CharField(max_length=80)
    day = models.DateField()
`;

const HEAD = 'from django.core.paginator import Paginator\nfrom django.shortcuts import get_object_or_404, render\nfrom django.views.generic import ListView\nfrom .models import Animal\n\n';
const VIEW = 'def animals(request):\n    return render(request, "zoo/animals.html", {"animals": Animal.objects.all()})\n';
const RULES = { 'admin-scale/no-query-per-row': 'error' } as const;

function project(template: string, views = VIEW, more: ProjectFiles = {}): ProjectFiles {
  return { 'manage.py': '', 'zoo/__init__.py': '', 'zoo/apps.py': '', 'zoo/models.py': MODELS, 'zoo/views.py': HEAD + views, 'zoo/templates/zoo/animals.html': template, ...more };
}

async function told(files: ProjectFiles): Promise<string[]> {
  return (await lintProject(files, 'zoo/models.py', { rules: RULES })).map(({ message }) => message);
}

const over = (body: string): string => `{% for animal in animals %}\n${body}\n{% endfor %}\n`;

describe('a query in a method of the row\'s model that a template asks for', () => {
  it.each<[string, string, string?, ProjectFiles?]>([
    ['a property that is shown', over('{{ animal.last_weight.day }}')],
    ['a method that is tested', over('{% if animal.has_eaten %}x{% endif %}')],
    ['a name that is given to it', over('{% with animal.has_eaten as eaten %}{{ eaten }}{% endwith %}')],
    ['a method of a row that it belongs to', over('{{ animal.keeper.feedings_today }}'), VIEW.replace('.all()', '.select_related("keeper")')],
    ['a property whose name is set on something else', over('{{ animal.last_weight }}'), `${VIEW}\ndef weigh(scale):\n    scale.last_weight = 3\n`],
    ['a template that is included', over('{% include "zoo/row.html" %}'), VIEW, { 'zoo/templates/zoo/row.html': '{{ animal.last_weight }}' }],
    ['a queryset that it goes over', over('{% for feeding in animal.feedings %}{{ feeding.pk }}{% endfor %}')],
    ['a queryset under a name', over('{% for feeding in animal.some_feedings %}{{ feeding.pk }}{% endfor %}')],
    ['a list view', '{% for animal in object_list %}{{ animal.last_weight }}{% endfor %}', 'class Animals(ListView):\n    model = Animal\n    template_name = "zoo/animals.html"\n'],
    ['a page', '{% for animal in page.object_list %}{{ animal.last_weight }}{% endfor %}', 'def animals(request):\n    page = Paginator(Animal.objects.all(), 25).get_page(1)\n    return render(request, "zoo/animals.html", {"page": page})\n'],
  ])('is told, by %s', async (_name, template, views, more) => {
    expect(await told(project(template, views, more))).toEqual([expect.stringMatching(/per row in `zoo\/templates\/zoo\/(?:animals|row)\.html`|per row/)]);
  });

  it('is told of what rows of the list bring along, and not of what those bring along that they belong to', async () => {
    const views = VIEW.replace('.all()', '.select_related("keeper").prefetch_related("notes")');
    const [message] = await told(project(over('{{ animal.keeper.has_notes }}'), views));
    expect(message).toContain('`self.notes.filter(…).exists` runs once per row');
    expect(message).not.toContain('bring along');
  });

  it('says how many a page has', async () => {
    const [message] = await told(project('{% for animal in object_list %}{{ animal.last_weight }}{% endfor %}', 'class Animals(ListView):\n    model = Animal\n    template_name = "zoo/animals.html"\n    paginate_by = 30\n'));
    expect(message).toContain('30');
  });

  it.each<[string, string, string?]>([
    ['the template doesn\'t ask for it', over('{{ animal.name }}{{ animal.plain }}')],
    ['it gives a queryset that is only named', over('{% include "zoo/none.html" with feedings=animal.feedings %}')],
    ['it gives a queryset of which something else is gone over', over('{% for name in animal.feedings.model.names %}{{ name }}{% endfor %}')],
    ['it gives a relation of the row', over('{% for sibling in animal.siblings %}{{ sibling.pk }}{% endfor %}')],
    ['it is asked of one row', '{{ animal.last_weight }}', 'def animal(request, key):\n    return render(request, "zoo/animals.html", {"animal": get_object_or_404(Animal, pk=key)})\n'],
    ['it is asked of some rows', over('{% if animal.name == "Emu" %}{{ animal.last_weight }}{% else %}-{% endif %}')],
    ['the rows are few', over('{{ animal.last_weight }}'), VIEW.replace('.all()', '.all()[:3]')],
    ['nothing shows the template', over('{{ animal.last_weight }}'), ''],
    ['code sets it on the rows', over('{{ animal.has_eaten }}'), `${VIEW}\ndef eaten(rows):\n    for row in rows:\n        row.has_eaten = True\n`],
    ['the template keeps what it shows', over('{% cache 500 animal animal.pk %}{{ animal.last_weight }}{% endcache %}')],
    ['code makes something else of the rows', over('{{ animal.last_weight }}'), VIEW.replace('Animal.objects.all()', '[animal.keeper for animal in Animal.objects.all()]')],
    ['the rows may bring anything along', over('{{ animal.last_weight }}'), VIEW.replace('.all()', '.prefetch_related(*paths())')],
    ['the method looks whether the rows bring it along', over('{{ animal.has_grown }}')],
    ['the list has one row', over('{{ animal.last_weight }}'), `class Animals(ListView):\n    queryset = Animal.objects.filter(pk=1)\n    context_object_name = "animals"\n    template_name = "zoo/animals.html"\n`],
    ['some query annotates it', over('{{ animal.has_eaten }}'), `${VIEW}\ndef eaten(park):\n    return park.animals.annotate(has_eaten=Exists(feedings))\n`],
    ['the query annotates it', over('{{ animal.has_eaten }}'), VIEW.replace('.all()', '.annotate(has_eaten=Exists(feedings))')],
  ])('is silent where %s', async (_name, template, views) => {
    expect(await told(project(template, views))).toEqual([]);
  });

  it.each([
    ['a function', VIEW.replace('animals(', 'listed('), 'listed'],
    ['a class', 'class Listed(ListView):\n    model = Animal\n    template_name = "zoo/animals.html"\n    context_object_name = "animals"\n', 'Listed'],
  ])('is silent where nothing names the view: %s', async (_name, views, name) => {
    const template = over('{{ animal.last_weight }}');
    const settings = { 'config/settings.py': 'INSTALLED_APPS = ["zoo"]\nROOT_URLCONF = "config.urls"\n' };
    expect(await told(project(template, views, { ...settings, 'config/urls.py': 'urlpatterns = []\n' }))).toEqual([]);
    expect(await told(project(template, views, { ...settings, 'config/urls.py': `from zoo.views import ${name}\n\nurlpatterns = [path("", ${name})]\n` }))).toHaveLength(1);
  });
});

describe('a page that a function of the project gives in a dictionary', () => {
  const PAGES = `from django.core.paginator import InvalidPage, Paginator

class CountedPaginator(Paginator):
    pass

def paginate(request, rows, size=20):
    paginator = CountedPaginator(rows, 40)
    try:
        page = paginator.page(request.GET.get("page", 1))
    except InvalidPage:
        page = paginator.page(paginator.num_pages)
    return dict(paginator=paginator, page=page)
`;
  const SHOWN = '{% for animal in page.object_list %}{{ animal.keeper.name }}{% endfor %}';
  const view = (body: string): string => `from .pages import paginate\n\ndef animals(request):\n    context = {"title": "x"}\n${body}    return render(request, "zoo/animals.html", context)\n`;

  async function relations(views: string, template = SHOWN, pages = PAGES): Promise<string[]> {
    const files = project(template, views, { 'zoo/pages.py': pages });
    return (await lintProject(files, 'zoo/views.py', { rules: { 'admin-scale/require-eager-loading': 'error' } })).map(({ message }) => message);
  }

  it.each([
    ['that the context takes in', view('    context.update(paginate(request, Animal.objects.all()))\n')],
    ['by a name for it', view('    pages = paginate(request, Animal.objects.all())\n    context.update(pages)\n')],
    ['that is spread', view('    context = {**context, **paginate(request, rows=Animal.objects.all())}\n')],
  ])('has its rows from the query that the function is handed: %s', async (_name, views) => {
    const [only, ...others] = await relations(views);
    expect(others).toEqual([]);
    expect(only).toContain('`keeper` is loaded once per row in `zoo/templates/zoo/animals.html`: about 41 queries for a page of 40');
  });

  it.each<[string, string, string?, string?]>([
    ['the rows bring it along', view('    context.update(paginate(request, Animal.objects.select_related("keeper")))\n')],
    ['the template has another name', view('    context.update(paginate(request, Animal.objects.all()))\n'), SHOWN.replace('page.', 'pages.')],
    ['the function is decorated', view('    context.update(paginate(request, Animal.objects.all()))\n'), SHOWN, PAGES.replace('def paginate', '@loaded\ndef paginate')],
    ['the paginator loads it', view('    context.update(paginate(request, Animal.objects.all()))\n'), SHOWN, PAGES.replace('    pass', '    def page(self, number):\n        return super().page(number).select_related("keeper")')],
  ])('is silent where %s', async (_name, views, template, pages) => {
    expect(await relations(views, template, pages)).toEqual([]);
  });
});

describe('the rows of a list view in its own code', () => {
  const view = (rows: string, more = ''): string => `class Animals(ListView):\n    model = Animal\n    context_object_name = "animals"\n${more}\n    def get_context_data(self, **kwargs):\n        context = super().get_context_data(**kwargs)\n        context["names"] = [animal.keeper.name for animal in ${rows}]\n        return context\n`;

  async function relations(views: string): Promise<string[]> {
    return (await lintProject(project('', views), 'zoo/views.py', { rules: { 'admin-scale/require-eager-loading': 'error' } })).map(({ message }) => message);
  }

  it.each([
    ['context["object_list"]'], ['context["animals"]'], ['self.object_list'], ['context["page_obj"]'],
  ])('are those of its query: %s', async (rows) => {
    const [only, ...others] = await relations(view(rows));
    expect(others).toEqual([]);
    expect(only).toContain('`keeper` is loaded');
  });

  it.each([
    ['the query brings it along', view('context["object_list"]', '\n    def get_queryset(self):\n        return Animal.objects.select_related("keeper")\n')],
    ['it is something else of the context', view('context["title"]')],
    ['it is the filter of the rows', view('context["filter"]')],
    ['the view sets it itself', view('self.object_list', '\n    def get(self, request):\n        self.object_list = load()\n')],
    ['it is the context of something else', view('context["object_list"]').replace('super()', 'self.table')],
    ['it is another dictionary', view('context["object_list"]').replace('super().get_context_data(**kwargs)', 'load()')],
    ['it is no list view', view('context["object_list"]').replace('(ListView)', '(Shown)')],
  ])('are not told of where %s', async (_name, views) => {
    expect(await relations(views)).toEqual([]);
  });
});

describe('a branch that a text of the context decides on', () => {
  const view = (more: string): string => VIEW.replace('"animals": ', `${more}"animals": `);
  const TEMPLATE = '{% if shown == "keepers" %}{% for animal in animals %}{{ animal.keeper.name }}{% endfor %}{% elif shown == "names" %}x{% else %}{% for animal in animals %}{{ animal.last_weight }}{% endfor %}{% endif %}';

  async function rules(more: string, template = TEMPLATE): Promise<(string | null)[]> {
    const files = project(template, view(more));
    const found = await Promise.all(['zoo/views.py', 'zoo/models.py'].map((target) => lintProject(files, target, { rules: { ...RULES, 'admin-scale/require-eager-loading': 'error' } })));
    return found.flat().map(({ ruleId }) => ruleId?.replace('admin-scale/', '') ?? null);
  }

  it.each([
    ['the first', '"shown": "keepers", ', ['require-eager-loading']],
    ['another', '"shown": "names", ', []],
    ['the last', '"shown": "weights", ', ['no-query-per-row']],
    ['any, where nobody says it', '', ['require-eager-loading']],
    ['any, where it is no text', '"shown": request.GET["shown"], ', ['require-eager-loading']],
    ['any, where it is said twice', '"shown": "names", "shown": "weights", ', ['require-eager-loading']],
  ])('shows what it shows: %s', async (_name, more, told) => {
    expect(await rules(more)).toEqual(told);
  });

  it('is one of several where the row has the text', async () => {
    expect(await rules('"shown": "names", ', '{% for shown in animals %}{% if shown == "keepers" %}{{ shown.keeper.name }}{% endif %}{% endfor %}')).toEqual(['require-eager-loading']);
  });
});
