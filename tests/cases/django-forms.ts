import type { CaseTable, InvalidCase, ValidCase } from './case-table.ts';

const ADMIN = 'tests/fixtures/django-depot/depot/admin.py';
const JOBS = 'tests/fixtures/django-depot/depot/jobs.py';
const HEAD = 'from depot.models import Hall, Key, Maker, Part, Shelf, Sign\nfrom django.apps import apps\nfrom django.contrib import admin\n\n';
const FIRST = HEAD.split('\n').length;

function silent(name: string, body: string, filename = ADMIN): ValidCase {
  return { name, code: HEAD + body, filename };
}

type Errors = InvalidCase['errors'];

function reported(name: string, body: string, errors: Errors, more: Partial<InvalidCase> = {}): InvalidCase {
  return { name, code: HEAD + body, filename: ADMIN, errors: errors.map((error) => ({ ...error, ...(error.line === undefined ? {} : { line: error.line + FIRST - 1 }) })), ...more };
}

/** An inline of parts on the form of shelves. */
function inline(body: string, base = 'admin.TabularInline', model = 'Part'): string {
  return `class PartInline(${base}):\n    model = ${model}\n${body}\n\n@admin.register(Shelf)\nclass ShelfAdmin(admin.ModelAdmin):\n    fields = ("height",)\n    list_display = ("height",)\n    list_select_related = ("hall",)\n    inlines = [PartInline]\n`;
}

const BOUNDED = '    raw_id_fields = ("maker", "rivals")\n';
const TITLE = { path: 'shelf', subject: 'for each row of the inline by `Part.__str__`, its title', cost: 'a query per row' };
const NOTHING = "An inline's rows come with what its `get_queryset` loads, and nothing there loads it.";

function join(paths: string, changes = 'saving the rows starts from this queryset too'): { readonly messageId: string; readonly data: Record<string, string> } {
  return { messageId: 'remedyChanging', data: { title: `Add \`"${paths}"\` to \`select_related\` in \`get_queryset\``, changes } };
}

function queryset(chain: string): string {
  return `\n    def get_queryset(self, request):\n        return super().get_queryset(request)${chain}\n`;
}

/** Rows of inlines: their titles and what they show. */
export const inlines: CaseTable = {
  valid: [
    silent('the rows come with what their titles reach', inline(`${BOUNDED}${queryset('.select_related("shelf")')}`)),
    silent('a template of its own shows no title', inline(`${BOUNDED}    template = "depot/parts.html"\n`)),
    silent('one row at most stands under a shelf', inline('    raw_id_fields = ("maker",)\n', 'admin.TabularInline', 'Sign')),
    silent('rows that nobody gets', inline(`${BOUNDED}${queryset('.none()')}`)),
    silent('a set of forms that loads its rows', `class PartForms(forms.BaseInlineFormSet):\n    def get_queryset(self):\n        return super().get_queryset().select_related("shelf")\n\n\n${inline(`${BOUNDED}    formset = PartForms\n`)}`),
    silent('a base that is not found may load anything', `from elsewhere import LoadingInline\n\n\n${inline(BOUNDED, 'LoadingInline')}`),
    silent('a read-only field that is not shown', inline(`    fields = ("note",)\n    readonly_fields = ("maker",)\n${queryset('.select_related("shelf")')}`)),
    silent('an inline that no admin uses', `class PartInline(admin.TabularInline):\n    model = Part\n${BOUNDED}`),
    silent('a base of a package that leaves the rows alone', `from nested_inline.admin import NestedTabularInline\n\n\n${inline(`${BOUNDED}${queryset('.select_related("shelf")')}`, 'NestedTabularInline')}`),
  ],
  invalid: [
    reported('the title of each row reads the row it stands under', inline(BOUNDED), [{
      messageId: 'notLoaded', line: 1, data: { ...TITLE, why: NOTHING, advice: 'Return `super().get_queryset(request).select_related("shelf")` from `get_queryset`.' },
      suggestions: [{ ...join('shelf'), output: HEAD + inline(`${BOUNDED}${queryset('.select_related("shelf")')}`) }],
    }]),
    reported('a base of a package that leaves the rows alone', `from nested_inline.admin import NestedTabularInline\n\n\n${inline(BOUNDED, 'NestedTabularInline')}`, [{ messageId: 'notLoaded', suggestions: 1 }]),
    reported('get_queryset joins something else', inline(`${BOUNDED}${queryset('.select_related("maker")')}`), [{
      messageId: 'notLoaded', data: { ...TITLE, why: "`select_related` in `get_queryset` doesn't name it.", advice: 'Add `"shelf"` to `select_related` in `get_queryset`.' },
    }], { output: HEAD + inline(`${BOUNDED}${queryset('.select_related("maker", "shelf")')}`) }),
    reported('read-only fields: a key, several, a method', inline(`    readonly_fields = ("maker", "rivals", "street")\n\n    def street(self, obj):\n        return obj.shelf.hall.street\n`), [
      { messageId: 'allNotLoaded', line: 3, data: { paths: '`maker` and `shelf__hall`', subject: 'for each row of the inline for `maker` and `street`', cost: '3 queries per row', why: NOTHING.replace('loads it', 'loads them'), advice: 'Return `super().get_queryset(request).select_related("maker", "shelf__hall")` from `get_queryset`.' }, suggestions: 1 },
      { messageId: 'notLoaded', line: 3, data: { path: 'rivals', subject: 'for each row of the inline for `rivals`', cost: 'a query per row', why: 'Nothing prefetches it.', advice: 'Return `super().get_queryset(request).prefetch_related("rivals")` from `get_queryset`.' }, suggestions: 1 },
    ]),
    reported('rows that nobody may change are text', inline(`    fields = ("maker",)\n    template = "depot/parts.html"\n\n    def has_change_permission(self, request, obj=None):\n        return False\n\n    def has_add_permission(self, request, obj=None):\n        return False\n`), [{ messageId: 'notLoaded', line: 3, suggestions: 1 }]),
  ],
};

/** Queries in methods that an inline runs once per row, or a form once. */
export const methods: CaseTable = {
  valid: [
    silent('what a method of the form asks runs once', '@admin.register(Shelf)\nclass ShelfAdmin(admin.ModelAdmin):\n    readonly_fields = ("parts",)\n\n    def parts(self, obj):\n        return Part.objects.filter(shelf=obj).count()\n'),
    silent('one row at most', inline('    readonly_fields = ("others",)\n\n    def others(self, obj):\n        return Sign.objects.filter(maker=obj.maker_id).count()\n', 'admin.TabularInline', 'Sign')),
  ],
  invalid: [
    reported('a method of an inline', inline('    readonly_fields = ("others",)\n\n    def others(self, obj):\n        return Part.objects.filter(maker=obj.maker_id).count()\n'), [{
      messageId: 'perRow', line: 6,
      data: { callee: 'Part.objects.filter(…).count', subject: 'for each row of the inline in `others`', cost: 'a query per row', advice: 'Annotate it in `PartInline.get_queryset()` with a `Subquery` over `OuterRef("maker_id")`.' },
    }]),
  ],
};

const SHOWN = '@admin.register(Shelf)\nclass ShelfAdmin(admin.ModelAdmin):\n    list_display = ("height",)\n    list_select_related = ("hall",)\n    readonly_fields = ("makers",)\n\n    def makers(self, obj):\n        return ", ".join(part.maker.address for part in obj.part_set.all())\n';

const CHILD = 'from polymorphic.admin import PolymorphicChildModelAdmin\n\n\n@admin.register(Shelf)\nclass ShelfAdmin(PolymorphicChildModelAdmin):\n    show_in_index = True\n    list_display = ("__str__",)\n';

/** Lists that no class of the project's own shows, and rows that were read on the spot. */
export const lists: CaseTable = {
  valid: [
    silent('a label of plain columns', 'admin.site.register(Maker)\n'),
    silent('a class of a package that may load anything', 'from elsewhere import LoadingAdmin\n\nadmin.site.register(Shelf, LoadingAdmin)\n'),
    silent('a package that lists other columns', 'from mptt.admin import DraggableMPTTAdmin\n\nadmin.site.register(Shelf, DraggableMPTTAdmin)\n'),
    silent('a package that shows no list', 'from solo.admin import SingletonModelAdmin\n\nadmin.site.register(Shelf, SingletonModelAdmin)\n'),
    silent('a kind of polymorphic rows, whose list nobody finds', 'from polymorphic.admin import PolymorphicChildModelAdmin\n\n\n@admin.register(Shelf)\nclass ShelfAdmin(PolymorphicChildModelAdmin):\n    list_display = ("hall",)\n    list_select_related = None\n'),
    silent('no model is among what the loop runs over', 'for name in ("a", "b"):\n    admin.site.register(name)\n'),
    silent('all models of an app, each with a class of its own', '@admin.register(Shelf, Part, Sign)\nclass AnyAdmin(admin.ModelAdmin):\n    list_display = ("pk",)\n    actions = None\n\n\nfor model in apps.get_app_config("depot").get_models():\n    admin.site.register(model)\n'),
    silent('a checkbox without a label', 'from unfold.admin import ModelAdmin\n\n\n@admin.register(Shelf)\nclass ShelfAdmin(ModelAdmin):\n    list_display = ("height",)\n'),
    silent('the form reads its row with what its method reads', `${SHOWN}\n    def get_queryset(self, request):\n        return super().get_queryset(request).prefetch_related("part_set__maker")\n`),
    silent('a row that comes from elsewhere may bring its rows along', 'def show(shelf: Shelf):\n    return [part.maker.address for part in shelf.part_set.all()]\n\n\nshow(None)\n', JOBS),
    silent('rows know the row that they were asked of', 'def show(pk):\n    shelf = Shelf.objects.get(pk=pk)\n    return [part.shelf.hall.street for part in shelf.part_set.filter(note="x")] + [str(part.shelf) for part in shelf.part_set.all()]\n\n\nshow(1)\n', JOBS),
    silent('rows that are prefetched for a row read on the spot', 'from django.db.models import prefetch_related_objects\n\n\ndef show(pk):\n    shelf = Shelf.objects.get(pk=pk)\n    prefetch_related_objects([shelf], "part_set__maker")\n    return [part.maker.address for part in shelf.part_set.all()]\n\n\nshow(1)\n', JOBS),
  ],
  invalid: [
    reported('registered without a class', 'admin.site.register(Shelf)\n', [{
      messageId: 'notLoaded', line: 1,
      data: {
        path: 'hall', subject: 'per row by `Shelf.__str__`, which the list shows', cost: 'about 101 queries for a page of 100', why: 'Django joins by itself only where `list_display` names a foreign key, and here it names none.',
        advice: 'Register `Shelf` with a ModelAdmin that has `list_select_related = ("hall",)`.',
      },
    }]),
    reported("with Django's own class, and with one of a package", 'from simple_history.admin import SimpleHistoryAdmin\n\nadmin.site.register(Shelf, admin.ModelAdmin)\nadmin.site.register(Part, SimpleHistoryAdmin)\n', [
      { messageId: 'notLoaded', line: 3 },
      { messageId: 'notLoaded', line: 4, data: { path: 'shelf', subject: 'per row by `Part.__str__`, which the list shows', cost: 'about 101 queries for a page of 100', why: 'Django joins by itself only where `list_display` names a foreign key, and here it names none.', advice: 'Register `Part` with a subclass of `SimpleHistoryAdmin` that has `list_select_related = ("shelf",)`.' } },
    ]),
    reported('a kind of polymorphic rows, whose list is shown', CHILD, [{ messageId: 'notLoaded', line: 7 }], { output: `${HEAD}${CHILD.trimEnd()}\n    list_select_related = ("hall",)\n` }),
    reported('in a loop over models', 'for model in (Maker, Shelf):\n    admin.site.register(model)\n', [{ messageId: 'notLoaded', line: 1 }]),
    reported('in a loop over a list of models', 'MODELS = [Maker, Shelf]\nfor model in MODELS:\n    admin.site.register(model)\n', [{ messageId: 'notLoaded', line: 1 }]),
    reported('all models of an app but those with a class', '@admin.register(Part)\nclass PartAdmin(admin.ModelAdmin):\n    list_display = ("pk",)\n    actions = None\n\n\nfor model in apps.get_app_config("depot").get_models():\n    admin.site.register(model)\n', [{ messageId: 'notLoaded', line: 8 }, { messageId: 'notLoaded', line: 8 }]),
    reported('all models of an app by its dictionary', 'config = apps.get_app_config("depot")\nfor name, model in config.models.items():\n    admin.site.register(model)\n', [{ messageId: 'notLoaded', line: 3 }, { messageId: 'notLoaded', line: 3 }, { messageId: 'notLoaded', line: 3 }]),
    reported('a method of a form whose row comes with no other rows', SHOWN, [{ messageId: 'notLoaded', line: 8 }], { output: HEAD + SHOWN.replace('all())', 'all().select_related("maker"))') }),
    {
      name: 'rows of a row that was read on the spot', filename: JOBS, code: `${HEAD}def show(pk):\n    shelf = Shelf.objects.get(pk=pk)\n    return [part.maker.address for part in shelf.part_set.all()]\n\n\nshow(1)\n`,
      output: `${HEAD}def show(pk):\n    shelf = Shelf.objects.get(pk=pk)\n    return [part.maker.address for part in shelf.part_set.all().select_related("maker")]\n\n\nshow(1)\n`, errors: [{ messageId: 'notLoaded' }],
    },
    {
      name: 'rows by `*`', filename: JOBS, code: `${HEAD}def show():\n    first, *others = Part.objects.filter(note="x")\n    return [part.maker.address for part in others] + [part.shelf.height for part in [*Part.objects.filter(note="y")]]\n\n\nshow()\n`,
      output: `${HEAD}def show():\n    first, *others = Part.objects.filter(note="x").select_related("maker")\n    return [part.maker.address for part in others] + [part.shelf.height for part in [*Part.objects.filter(note="y").select_related("shelf")]]\n\n\nshow()\n`, errors: [{ messageId: 'notLoaded' }, { messageId: 'notLoaded' }],
    },
    reported('a column that maps', '@admin.register(Shelf)\nclass ShelfAdmin(admin.ModelAdmin):\n    list_display = ("parts",)\n    actions = None\n\n    def parts(self, obj):\n        return ", ".join(map(lambda part: part.maker.address, obj.part_set.all()))\n', [{ messageId: 'notLoaded', line: 3, suggestions: 1 }]),
  ],
};

/** Reading a queryset in a loop, however that is written. */
export const evaluations: CaseTable = {
  valid: [
    ...['if part in known:\n            print(part)', 'print(*known)', 'print(", ".join(known))'].map((use) => silent(`rows that a name outside the loop keeps: ${use}`, `def show(part):\n    known = Part.objects.filter(note="x")\n    for shelf in Shelf.objects.filter(height=1):\n        ${use}\n\n\nshow(1)\n`, JOBS)),
    silent('membership in what is written out', 'def show():\n    for shelf in Shelf.objects.filter(height=1):\n        if shelf.height in (1, 2):\n            print(shelf)\n\n\nshow()\n', JOBS),
    silent('handed to a condition', 'def show():\n    for shelf in Shelf.objects.filter(height=1):\n        print(Part.objects.filter(shelf__in=Shelf.objects.filter(hall=shelf.hall_id)).query)\n\n\nshow()\n', JOBS),
  ],
  invalid: ['print(", ".join(rows))', 'print([*rows])', 'print(*rows)', 'first, *others = rows', 'if part in rows:\n            print(part)', 'print(part not in rows)', 'print(list(map(str, rows)))', 'print(list(filter(None, rows)))', 'for number, row in enumerate(rows):\n            print(row)', 'print(dict(zip(rows, (1, 2))))'].map((use) => ({
    name: use, filename: JOBS, code: `${HEAD}def show(part):\n    for shelf in Shelf.objects.filter(height=1):\n        ${use.replace('rows', 'shelf.part_set.filter(note="x")')}\n\n\nshow(1)\n`, errors: [{ messageId: 'perRow' }],
  })),
};

const FULL = { messageId: 'everyRow', suggestions: 1 };

/** Adds to what the attribute or Django says, and takes away what it names. */
function fields(method: string, body: string, more = ''): string {
  return `@admin.register(Sign)\nclass SignAdmin(admin.ModelAdmin):\n${more}    def ${method}(self, request, obj=None):\n${body.split('\n').map((line) => `        ${line}\n`).join('')}`;
}

/** A form class and the admin that shows it. */
function form(declared: string, more = '    form = SignForm\n'): string {
  return `from django import forms\n\n\nclass SignForm(forms.ModelForm):\n    ${declared}\n\n    class Meta:\n        model = Sign\n        fields = ()\n\n\n@admin.register(Sign)\nclass SignAdmin(admin.ModelAdmin):\n    list_display = ("pk",)\n${more}`;
}

const DECLARED = 'maker = forms.ModelChoiceField(Maker.objects.all())';

function method(name: string, body: string): string {
  return `    def ${name}(self, request, obj=None):\n        ${body}\n`;
}

const PART_FORM = `from django import forms\n\n\nclass PartForm(forms.ModelForm):\n    ${DECLARED}\n\n    class Meta:\n        model = Part\n        fields = ()\n\n\n`;

const READ_ONLY = '    def has_add_permission(self, request):\n        return False\n\n    def has_change_permission(self, request, obj=None):\n        return False\n';

export const inputs: CaseTable = {
  valid: [
    silent('an inline whose admin lets nobody add or change', inline('    pass\n').replace('    inlines = [PartInline]\n', '    inlines = [PartInline]\n\n    def has_add_permission(self, request):\n        return False\n\n    def has_change_permission(self, request, obj=None):\n        return False\n')),
    silent('a form that no admin shows', form('maker = forms.ModelChoiceField(Maker.objects.all())', '    raw_id_fields = ("maker", "shelf")\n')),
    silent('few rows, a widget of its own, and what a method sets up', form('maker = forms.ModelChoiceField(Maker.objects.filter(pk__in=[1, 2]))\n    shelf = forms.ModelChoiceField(queryset=Shelf.objects.all(), widget=Lookup())\n    other = forms.ModelChoiceField(Maker.objects.all())\n\n    def __init__(self, *args, **kwargs):\n        super().__init__(*args, **kwargs)\n        self.fields["other"].queryset = Maker.objects.none()')),
    silent('a widget that a method sets', form('other = forms.ModelMultipleChoiceField(queryset=Shelf.objects.all())\n\n    def __init__(self, *args, **kwargs):\n        super().__init__(*args, **kwargs)\n        self.fields["other"].widget = Lookup()')),
    silent('declared and not shown', form('maker = forms.ModelChoiceField(Maker.objects.all())', '    form = SignForm\n    fields = ("pk",)\n')),
    silent('shown as text', form('maker = forms.ModelChoiceField(Maker.objects.all())', '    form = SignForm\n    readonly_fields = ("maker",)\n')),
    silent('shown as text by a method', form(DECLARED, `    form = SignForm\n\n${method('get_readonly_fields', 'return ["maker"] if obj else []')}`)),
    silent('declared where a method gives the fields', form(DECLARED, `    form = SignForm\n\n${method('get_fields', 'return ["note"]')}`)),
    silent('declared where a method leaves it out', form(DECLARED, `    form = SignForm\n\n${method('get_exclude', 'return [*super().get_exclude(request, obj), "maker"]')}`)),
    silent('declared for an admin that lets nobody add or change', form(DECLARED, `    form = SignForm\n\n${READ_ONLY}`)),
    silent('declared for an inline whose admin lets nobody add or change', inline('    form = PartForm\n').replace('class', `${PART_FORM}class`).replace('    inlines = [PartInline]\n', `    inlines = [PartInline]\n\n${READ_ONLY}`)),
    silent('a method that gives fields of its own', fields('get_fields', 'return ["note"]')),
    silent('a method that takes away what it does not name', fields('get_fields', 'return [name for name in super().get_fields(request, obj) if name not in self.hidden]')),
    silent('a method that cuts the list', fields('get_fields', 'fields = super().get_fields(request, obj)\nreturn fields[1:]')),
    silent('a method that empties a set of fields', fields('get_fieldsets', 'fieldsets = super().get_fieldsets(request, obj)\nfieldsets[0][1]["fields"] = ()\nreturn fieldsets')),
    silent('a method that drops a set of fields', fields('get_fieldsets', 'fieldsets = super().get_fieldsets(request, obj)\ndel fieldsets[0]\nreturn fieldsets')),
    silent('what it names may be gone', fields('get_fields', 'fields = list(super().get_fields(request, obj))\nfields.remove("maker")\nfields.remove("shelf")\nreturn fields')),
    silent('a permission whose content type is loaded', '@admin.register(Key)\nclass KeyAdmin(admin.ModelAdmin):\n    def formfield_for_foreignkey(self, db_field, request, **kwargs):\n        if db_field.name == "permission":\n            kwargs["queryset"] = Permission.objects.select_related("content_type")\n        return super().formfield_for_foreignkey(db_field, request, **kwargs)\n'),
    silent("Django's own admin of groups loads the content types", 'from django.contrib.auth.admin import GroupAdmin\nfrom django.contrib.auth.models import Group\n\n\n@admin.register(Group)\nclass MyGroupAdmin(GroupAdmin):\n    pass\n'),
    silent('a lookup of a package', 'from django_extensions.admin import ForeignKeyAutocompleteAdmin\n\n\n@admin.register(Sign)\nclass SignAdmin(ForeignKeyAutocompleteAdmin):\n    related_search_fields = {"maker": ("address",), "shelf": ("height",)}\n'),
    silent('a base that is not found may set up the inputs', 'from elsewhere import SomeAdmin\n\n\n@admin.register(Sign)\nclass SignAdmin(SomeAdmin):\n    pass\n'),
    silent('a list with a form of its own', '@admin.register(Sign)\nclass SignAdmin(admin.ModelAdmin):\n    fields = ()\n    list_display = ("pk", "maker")\n    list_editable = ("maker",)\n\n    def get_changelist_form(self, request, **kwargs):\n        return SomeForm\n'),
    silent('the list edits by key', '@admin.register(Sign)\nclass SignAdmin(admin.ModelAdmin):\n    fields = ()\n    list_display = ("pk", "maker")\n    list_editable = ("maker",)\n    raw_id_fields = ("maker",)\n'),
  ],
  invalid: [
    reported('an inline whose admin lets nobody add', inline('    pass\n').replace('    inlines = [PartInline]\n', '    inlines = [PartInline]\n\n    def has_add_permission(self, request):\n        return False\n'), [{ messageId: 'everyRow', suggestions: 1 }, { messageId: 'everyRow', suggestions: 1 }]),
    reported('fields that the form of an admin declares', form('maker = forms.ModelChoiceField(Maker.objects.order_by("address"))\n    other = forms.ModelMultipleChoiceField(queryset=Shelf.objects.all())'), [
      { messageId: 'everyRow', line: 5, data: { field: 'maker', table: '`Maker`', where: 'on the change form', advice: 'Leave it to `SignAdmin`: without this line its `raw_id_fields` or `autocomplete_fields` can bound it.' } },
      {
        messageId: 'everyRow', line: 6,
        data: { field: 'other', table: '`Shelf`', where: 'on the change form', advice: '`Shelf.__str__` reaches `hall`: one query more for each of them, which `.select_related("hall")` in its queryset spares. Or, if the list gets long: give it a widget that loads what is selected only.' },
      },
    ]),
    reported('fields of which a method says what they show at first and takes what was chosen', form('other = forms.ModelMultipleChoiceField(queryset=Shelf.objects.all())\n\n    def __init__(self, *args, **kwargs):\n        super().__init__(*args, **kwargs)\n        self.fields["other"].initial = self.instance.shelves.all()\n        self.fields["other"].widget.attrs["rows"] = 9\n\n    def save(self, commit=True):\n        self.instance.shelves.set(self.cleaned_data["other"])'), [{ messageId: 'everyRow' }]),
    reported('declared as one that may be empty, which the field of the model may not', form('maker = forms.ModelChoiceField(Maker.objects.all(), required=False)'), [{
      messageId: 'everyRow', line: 5,
      data: { field: 'maker', table: '`Maker`', where: 'on the change form', advice: 'Give it `widget=ForeignKeyRawIdWidget(Sign._meta.get_field("maker").remote_field, admin.site)`, which loads what is selected only.' },
    }]),
    reported('declared where one method adds to the fields and another makes another one text', form(DECLARED, `    form = SignForm\n\n${method('get_fields', 'return [*super().get_fields(request, obj), "note"]')}\n${method('get_readonly_fields', 'return ["shelf"]')}`), [{ messageId: 'everyRow', line: 5 }]),
    reported('declared for an inline', inline('    form = PartForm\n').replace('class', `${PART_FORM}class`), [{ messageId: 'everyRow', line: 5 }]),
    reported('declared where nobody may change', form(DECLARED, `    form = SignForm\n\n${READ_ONLY.slice(READ_ONLY.indexOf('    def has_change'))}`), [{ messageId: 'everyRow', line: 5 }]),
    reported('declared and shown by another admin of two', form(DECLARED, '    form = SignForm\n    fields = ("pk",)\n\n\n@admin.register(Sign, site=other)\nclass OtherAdmin(admin.ModelAdmin):\n    list_display = ("pk",)\n    form = SignForm\n'), [{ messageId: 'everyRow', line: 5 }]),
    reported('labels of the field class', `from django import forms\n\n\nclass MakerField(forms.ModelChoiceField):\n    def label_from_instance(self, obj):\n        return f"{obj.hall.street} {obj.height}"\n\n\n${form('other = MakerField(Shelf.objects.all())').replace('from django import forms\n\n\n', '')}`, [{
      messageId: 'everyRow', line: 10,
      data: { field: 'other', table: '`Shelf`', where: 'on the change form', advice: '`MakerField.label_from_instance` reaches `hall`: one query more for each of them, which `.select_related("hall")` in its queryset spares. Or, if the list gets long: give it a widget that loads what is selected only.' },
    }]),
    reported('get_fields that moves a field', fields('get_fields', 'fields = list(super().get_fields(request, obj))\nfields.remove("note")\nfields.append("note")\nreturn fields'), [FULL, FULL]),
    reported('get_fields that leaves out what it names', fields('get_fields', 'return [name for name in super().get_fields(request, obj) if name != "shelf"]'), [FULL]),
    reported('get_fieldsets that adds a set', fields('get_fieldsets', 'fieldsets = super().get_fieldsets(request, obj)\nif obj:\n    fieldsets += ((None, {"fields": ("note",)}),)\nreturn fieldsets'), [FULL, FULL]),
    reported('get_fieldsets that adds to a set', fields('get_fieldsets', 'fieldsets = super().get_fieldsets(request, obj)\nfieldsets[0][1]["fields"] = fieldsets[0][1]["fields"] + ["note"]\nreturn fieldsets'), [FULL, FULL]),
    reported('what it says where a row is added is one way of two', fields('get_fieldsets', 'if obj is None:\n    return ((None, {"fields": ("note",)}),)\nreturn super().get_fieldsets(request, obj)'), [FULL, FULL]),
    reported('the fieldsets of the class and more', fields('get_fieldsets', 'return self.fieldsets + ((None, {"fields": ("note",)}),)', '    fieldsets = ((None, {"fields": ("maker",)}),)\n\n'), [FULL]),
    reported('permissions, each of which asks for its content type', '@admin.register(Key)\nclass KeyAdmin(admin.ModelAdmin):\n    pass\n', [{
      ...FULL,
      data: {
        field: 'permission', table: '`Permission`', where: 'on the change form',
        advice: '`Permission.__str__` reaches `content_type`: one query more for each of them, which `queryset=Permission.objects.select_related("content_type")` in `formfield_for_foreignkey` spares. Or, if the list gets long: add `"permission"` to `raw_id_fields`, which shows the bare key, as `Permission` has no admin there to look it up in.',
      },
    }]),
    reported('a list that edits a column which the form leaves out', '@admin.register(Sign)\nclass SignAdmin(admin.ModelAdmin):\n    fields = ()\n    list_display = ("pk", "maker")\n    list_editable = ("maker",)\n', [{
      ...FULL, line: 5,
      data: {
        field: 'maker', table: '`Maker`', where: 'in each row of the list',
        advice: 'Give all rows one list of choices: `field.choices = list(field.choices)` in `formfield_for_foreignkey`. Or, if the list gets long: add `"maker"` to `raw_id_fields`, which shows the bare key, as `Maker` has no admin there to look it up in.',
      },
    }]),
    reported('what the class asks for by itself, whatever its base does', 'from elsewhere import SomeAdmin\n\n\n@admin.register(Part)\nclass PartAdmin(SomeAdmin):\n    filter_horizontal = ("rivals",)\n', [FULL]),
    reported('in each row of a list, however short the table is', '@admin.register(Sign)\nclass SignAdmin(admin.ModelAdmin):\n    fields = ()\n    list_display = ("pk", "maker")\n    list_editable = ("maker",)\n', [{ ...FULL, line: 5 }], { options: [{ tables: 'growing' }] }),
    reported('once on a form whose row has one at most', inline('    fields = ("maker",)\n', 'admin.TabularInline', 'Sign'), [{
      ...FULL, data: { field: 'maker', table: '`Maker`', where: 'on the change form', advice: 'Add `"maker"` to `raw_id_fields`, which shows the bare key, as `Maker` has no admin there to look it up in.' },
    }]),
  ],
};

export const filters: CaseTable = {
  valid: [silent('the column of a key with choices of its own', '@admin.register(Part)\nclass PartAdmin(admin.ModelAdmin):\n    list_filter = (("maker_id", admin.EmptyFieldListFilter),)\n')],
  invalid: [
    reported('by the column of a key', '@admin.register(Part)\nclass PartAdmin(admin.ModelAdmin):\n    list_filter = ("maker_id",)\n', [{ messageId: 'relatedTable' }]),
    reported('on a list whose base is not found', 'from elsewhere import SomeAdmin\n\n\n@admin.register(Part)\nclass PartAdmin(SomeAdmin):\n    list_filter = ("maker",)\n', [{ messageId: 'relatedTable' }]),
    reported('permissions', '@admin.register(Key)\nclass KeyAdmin(admin.ModelAdmin):\n    list_filter = ("permission",)\n', [{ messageId: 'relatedTable' }]),
  ],
};
