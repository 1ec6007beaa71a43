import type { CaseTable, InvalidCase, ValidCase } from './case-table.ts';

const JOBS = 'tests/fixtures/django-clinic/clinic/jobs.py';
const ADMIN = 'tests/fixtures/django-clinic/clinic/admin.py';

const HEAD = 'from clinic.models import Attic, Bed, Cellar, House, Nurse, Room, Symptom, Treatment, Visit, Ward\nfrom django.contrib import admin\nfrom django.contrib.auth.admin import GroupAdmin\nfrom django.contrib.auth.models import Group\n\n';

function loop(iterated: string, body: string): string {
  return `${HEAD}def run(write):\n    for row in ${iterated}:\n        ${body}\n`;
}

function silent(name: string, code: string, filename = JOBS): ValidCase {
  return { name, code, filename };
}

/** `advice`: what is offered as the one suggestion, by the call that it adds. */
function reported(name: string, iterated: string, body: string, title: string, after: string): InvalidCase {
  const changes = 'the rows are joined once, so that changes made meanwhile are not seen';
  return { name, code: loop(iterated, body), filename: JOBS, errors: [{ messageId: 'notLoaded', suggestions: [{ messageId: 'remedyChanging', data: { title, changes }, output: loop(after, body) }] }] };
}

function admin(model: string, body: string): string {
  return `${HEAD}@admin.register(${model})\nclass SomeAdmin(admin.ModelAdmin):\n${body}`;
}

/** What managers, properties and actions say of the rows of a loop or a list. */
export const loading: CaseTable = {
  valid: [
    silent('a manager goes on from what the manager below it loads', loop('Ward.objects.filter(pk__gt=3)', 'write(row.house.street)')),
    silent('rows of a relation come through the default manager of the other model', loop('House.objects.prefetch_related("ward_set")', 'write([ward.house.street for ward in row.ward_set.all()])')),
    silent('what is prefetched by key brings along what its base manager loads', loop('Bed.objects.prefetch_related("room")', 'write(row.room.house.street)')),
    silent('an element and a slice of a prefetched relation', loop('Ward.objects.prefetch_related("beds")', 'write(row.beds.all()[0], [bed.number for bed in row.beds.all()[:3]])')),
    silent('a property whose relation is loaded', loop('Bed.objects.select_related("nurse")', 'write(row.nurse_name)')),
    silent('a property that follows the relation only where something else is missing', loop('Bed.objects.all()', 'write(row.place)')),
    silent('a method that is named but not called', loop('Bed.objects.all()', 'write(row.describe)')),
    silent('an action gets what the list loads', `${HEAD}def export_nurses(modeladmin, request, rows):\n    for row in rows:\n        print(row.ward.closed)\n`, 'tests/fixtures/django-clinic/clinic/actions.py'),
  ],
  invalid: [
    reported('a second manager that loads nothing', 'Ward.plain.all()', 'write(row.house.street)', 'Add `select_related("house")`', 'Ward.plain.all().select_related("house")'),
    reported('the default manager is not asked where another is named', 'Cellar.plain.all()', 'write(row.house.street)', 'Add `select_related("house")`', 'Cellar.plain.all().select_related("house")'),
    reported('what is joined brings along nothing of its manager', 'Bed.objects.select_related("room")', 'write(row.room.house.street)', 'Add `select_related("room__house")`', 'Bed.objects.select_related("room", "room__house")'),
    reported('a relation to a model in lower case', 'Bed.objects.all()', 'write(row.ward.closed)', 'Add `select_related("ward")`', 'Bed.objects.all().select_related("ward")'),
    reported('a property with a setter below it', 'Bed.objects.all()', 'write(row.nurse_name)', 'Add `select_related("nurse")`', 'Bed.objects.all().select_related("nurse")'),
    reported('a property made by a call', 'Bed.objects.all()', 'write(row.house_name)', 'Add `select_related("ward__house")`', 'Bed.objects.all().select_related("ward__house")'),
    {
      name: 'a key by its own name', filename: JOBS, code: loop('Treatment.objects.all()', 'write(row.stage.code, row.stage.pk)'), output: loop('Treatment.objects.all()', 'write(row.stage_id, row.stage_id)'),
      errors: [{ messageId: 'notLoaded', data: { path: 'stage', subject: 'for each of `Treatment.objects.all()`', cost: 'a query per row', why: 'The rows are read here without it.', advice: 'Read `row.stage_id`, which the row has already.' } }],
    },
    reported('a key and another column', 'Treatment.objects.all()', 'write(row.stage.code, row.stage.label)', 'Add `select_related("stage")`', 'Treatment.objects.all().select_related("stage")'),
    reported('a key that the relation names', 'Treatment.objects.all()', 'write(row.old_stage.code)', 'Add `select_related("old_stage")`', 'Treatment.objects.all().select_related("old_stage")'),
    reported('a method of the model', 'Bed.objects.all()', 'write(row.describe())', 'Add `select_related("nurse")`', 'Bed.objects.all().select_related("nurse")'),
    {
      name: 'an action that is a function, listed by an admin of another file', code: `${HEAD}def export_nurses(modeladmin, request, rows):\n    for row in rows:\n        print(row.nurse.name)\n`,
      filename: 'tests/fixtures/django-clinic/clinic/actions.py',
      errors: [{
        messageId: 'notLoaded',
        suggestions: [{
          messageId: 'remedyChanging',
          data: { title: 'Add `select_related("nurse")`', changes: 'reads the rows again where they were read before' },
          output: `${HEAD}def export_nurses(modeladmin, request, rows):\n    for row in rows.select_related("nurse"):\n        print(row.nurse.name)\n`,
        }],
      }],
    },
    ...([['room', '101'], ['ward', '201']] as const).map(([key, queries]): InvalidCase => ({
      name: `${queries} queries for the house of a ${key}`, filename: ADMIN,
      code: admin('Bed', `    list_display = ("number", "street")\n\n    def street(self, obj):\n        return obj.${key}.house.street\n`),
      output: admin('Bed', `    list_display = ("number", "street")\n    list_select_related = ("${key}__house",)\n\n    def street(self, obj):\n        return obj.${key}.house.street\n`),
      errors: [{
        messageId: 'notLoaded',
        data: {
          path: `${key}__house`, subject: 'per row for column `street`', cost: `${key === 'room' ? 'up to' : 'about'} ${queries} queries for a page of 100`,
          why: `Django joins by itself only where \`list_display\` names a foreign key, and here it names none.`, advice: `Set \`list_select_related = ("${key}__house",)\`.`,
        },
      }],
    })),
  ],
};

const BEDS = '    list_display = ("number", "street")\n    raw_id_fields = ("ward",)\n\n    def street(self, obj):\n        return obj.ward.house.street\n\n    def get_queryset(self, request):\n';

function branches(superuser: string, others: string): string {
  return admin('Bed', `${BEDS}        if request.user.is_superuser:\n            return ${superuser}\n        return ${others}\n`);
}

const ALL = 'super().get_queryset(request)';
const BY_QUERYSET = "doesn't name it, and switches off both `list_select_related` and the join that Django makes by itself.";
const ALSO = 'the change form and the actions start from this queryset too';

function lacking(line: string, cost: string, advice: string): { messageId: string; data: Record<string, string> } {
  return { messageId: 'notLoaded', data: { path: 'ward__house', subject: 'per row for column `street`', cost: `about ${cost} queries for a page of 100`, why: `\`select_related\` in \`get_queryset\`${line} ${BY_QUERYSET}`, advice } };
}

/** Several ways through `get_queryset`, and labels that are read twice. */
export const lists: CaseTable = {
  valid: [
    silent('every way loads it, by different names', branches(`${ALL}.select_related("ward__house")`, 'Bed.objects.filter(number=1).select_related("ward", "ward__house")'), ADMIN),
    silent('the way without it gives no rows', branches(`${ALL}.select_related("ward__house")`, `${ALL}.none()`), ADMIN),
    silent('code that asks for its page loads for the list alone', admin('Bed', `${BEDS}        queryset = ${ALL}\n        if request.resolver_match.url_name.endswith("changelist"):\n            queryset = queryset.select_related("ward__house")\n        return queryset\n`), ADMIN),
    silent('code that asks whether the column is shown', admin('Bed', `${BEDS}        queryset = ${ALL}\n        if "street" in self.get_list_display(request):\n            queryset = queryset.select_related("ward__house")\n        return queryset\n`), ADMIN),
    silent('both columns of a prefetched relation', admin('Visit', `    list_display = ("names", "count")\n    actions = None\n\n    def names(self, obj):\n        return list(obj.symptoms.all())\n\n    def count(self, obj):\n        return len(obj.symptoms.all())\n\n    def get_queryset(self, request):\n        return ${ALL}.prefetch_related("symptoms")\n`), ADMIN),
  ],
  invalid: [
    {
      name: 'superusers get less', filename: ADMIN, code: branches(`${ALL}.select_related("ward")`, 'Bed.objects.select_related("ward__house")'),
      output: branches(`${ALL}.select_related("ward", "ward__house")`, 'Bed.objects.select_related("ward__house")'),
      errors: [lacking(' (line 16)', '101', 'Add `"ward__house"` to `select_related` in `get_queryset` (line 16).')],
    },
    {
      name: 'both get less, one of them nothing', filename: ADMIN, code: branches(`${ALL}.select_related("ward")`, ALL),
      errors: [{
        ...lacking(' (line 16)', '201', 'Add `.select_related("ward__house")` to what `get_queryset` returns on line 16 and on line 17.'),
        suggestions: [{
          messageId: 'remedyChanging', data: { title: 'Add `"ward__house"` to `select_related` in `get_queryset`', changes: ALSO },
          output: branches(`${ALL}.select_related("ward", "ward__house")`, `${ALL}.select_related("ward__house")`),
        }],
      }],
    },
    {
      name: 'the way that lacks it joins nothing: the option works there', filename: ADMIN, code: branches(`${ALL}.select_related("ward__house")`, ALL),
      output: branches(`${ALL}.select_related("ward__house")`, ALL).replace('    raw_id', '    list_select_related = ("ward__house",)\n    raw_id'),
      errors: [{ messageId: 'notLoaded', data: {
        path: 'ward__house', subject: 'per row for column `street`', cost: 'about 201 queries for a page of 100',
        why: 'Django joins by itself only where `list_display` names a foreign key, and here it names none.', advice: 'Set `list_select_related = ("ward__house",)`.',
      } }],
    },
    {
      name: 'a bare select_related() gives way to names', filename: ADMIN, code: admin('Bed', `    list_display = ("number", "street", "place_of_ward")\n\n    def street(self, obj):\n        return obj.room.house.street\n\n    def place_of_ward(self, obj):\n        return obj.ward.house.street\n\n    def get_queryset(self, request):\n        return ${ALL}.select_related()\n`),
      errors: [{ messageId: 'notLoaded', data: {
        path: 'room__house', subject: 'per row for column `street`', cost: 'up to 101 queries for a page of 100',
        why: "`select_related()` without arguments in `get_queryset` covers only foreign keys that can't be null, and `room` can be null.",
        advice: 'Name all that the columns need in `get_queryset`: `select_related("room__house", "ward__house")`.',
      } }],
    },
    ...([['5.2', '201', ', and once more to label the checkbox of each row'], ['4.2', '101', '']] as const).map(([django, queries, again]): InvalidCase => ({
      name: `a label with a relation to many, Django ${django}`, filename: ADMIN, settings: { django }, code: admin('Visit', '    raw_id_fields = ("symptoms",)\n'),
      errors: [{
        messageId: 'notLoaded', suggestions: 1, data: {
          path: 'symptoms', subject: `per row by \`Visit.__str__\`, which the list shows${again}`, cost: `about ${queries} queries for a page of 100`,
          why: 'Nothing prefetches it, and `list_select_related` follows relations to one row only.', advice: 'Return `super().get_queryset(request).prefetch_related("symptoms")` from `get_queryset`.',
        },
      }],
    })),
    {
      name: 'two columns read the rows of a relation one after the other', filename: ADMIN,
      code: admin('Visit', '    list_display = ("names", "others")\n    actions = None\n\n    def names(self, obj):\n        return list(obj.symptoms.all())\n\n    def others(self, obj):\n        return [one.name for one in obj.symptoms.all()]\n'),
      errors: [{
        messageId: 'notLoaded', suggestions: 1, data: {
          path: 'symptoms', subject: 'per row for column `names`, and once more for column `others`', cost: 'about 201 queries for a page of 100',
          why: 'Nothing prefetches it, and `list_select_related` follows relations to one row only.', advice: 'Return `super().get_queryset(request).prefetch_related("symptoms")` from `get_queryset`.',
        },
      }],
    },
  ],
};

function form(body: string): string {
  return admin('Bed', `    raw_id_fields = ("ward", "room", "cellar", "attic", "nurse", "night_nurse", "deputy", "stand_in")\n${body}`);
}

function hook(body: string): string {
  return admin('Bed', `    raw_id_fields = ("ward", "room", "cellar", "attic", "night_nurse")\n\n    def formfield_for_foreignkey(self, db_field, request, **kwargs):\n${body}`);
}

const HANDS_ON = '        return super().formfield_for_foreignkey(db_field, request, **kwargs)\n';

/** Inputs whose options are every row, or as many as a flag leaves. */
export const inputs: CaseTable = {
  valid: [
    silent('raw ids', form(''), ADMIN),
    silent('limits to named rows, and one that cannot be read', admin('Bed', '    raw_id_fields = ("ward", "room", "cellar", "attic", "nurse", "night_nurse")\n'), ADMIN),
    ...['Nurse.objects.filter(pk=1)', 'Nurse.objects.filter(name=request.user.username)', 'Nurse.objects.all()[:20]', 'nurses_of(request)'].map((queryset) =>
      silent(`options of ${queryset}`, hook(`        if db_field.name == "nurse":\n            kwargs["queryset"] = ${queryset}\n${HANDS_ON}`), ADMIN)),
    silent('another widget', hook(`        if db_field.name == "nurse":\n            kwargs["queryset"] = Nurse.objects.all()\n            kwargs["widget"] = Search()\n${HANDS_ON}`), ADMIN),
  ],
  invalid: [
    ...(['nurse', 'night_nurse'] as const).map((field): InvalidCase => {
      const other = field === 'nurse' ? 'night_nurse' : 'nurse';
      const raw = ['ward', 'room', 'cellar', 'attic', 'stand_in', other];
      const code = (fields: readonly string[]): string => admin('Bed', `    raw_id_fields = (${fields.map((one) => `"${one}"`).join(', ')})\n`);
      return { name: `a limit that only filters ${field}`, filename: ADMIN, code: code(raw), errors: [{ messageId: 'everyRow' }], output: code([...raw, field]) };
    }),
    ...[
      `        if db_field.name == "nurse":\n            kwargs["queryset"] = Nurse.objects.order_by("name")\n${HANDS_ON}`,
      `        if db_field.name in ("nurse", "deputy"):\n            kwargs.setdefault("queryset", Nurse.objects.filter(active=True).only("name"))\n${HANDS_ON}`,
      `        nurses = Nurse.objects.exclude(active=False)\n        if db_field.name == "nurse":\n            return super().formfield_for_foreignkey(db_field, request, queryset=nurses, **kwargs)\n${HANDS_ON}`,
      `        field = super().formfield_for_foreignkey(db_field, request, **kwargs)\n        if db_field.name == "nurse":\n            field.queryset = Nurse.objects.order_by("name")\n            field.label_from_instance = lambda nurse: nurse.name\n        return field\n`,
    ].map((body, index): InvalidCase => ({
      name: `a queryset that is only ordered or filtered by a flag, ${String(index + 1)}`, filename: ADMIN, code: hook(body),
      errors: [{ messageId: 'everyRow' }], output: hook(body).replace('"night_nurse")', '"night_nurse", "nurse")'),
    })),
  ],
};

const FILTER = '    class HouseFilter(admin.SimpleListFilter):\n        title = "house"\n        parameter_name = "house"\n\n        def lookups(self, request, model_admin):\n';

/** What the labels of a filter's options cost, and filters inside the admin class. */
export const filters: CaseTable = {
  valid: [
    silent('a filter class in the class body that asks for nothing', `${admin('Bed', FILTER)}            return [(1, "here")]\n\n    list_filter = (HouseFilter,)\n`, ADMIN),
    silent('groups without the filter', `${HEAD}admin.site.unregister(Group)\n\n\n@admin.register(Group)\nclass TeamAdmin(GroupAdmin):\n    list_filter = ()\n`, ADMIN),
  ],
  invalid: [
    {
      name: 'a filter class in the class body', filename: ADMIN,
      code: `${admin('Bed', FILTER)}            return [(house.pk, house.name) for house in House.objects.all()]\n\n    list_filter = (HouseFilter,)\n`,
      errors: [{ messageId: 'query', data: { name: 'HouseFilter', table: ' from `House`', advice: 'Keep the list in the cache (`cache.get_or_set`), or offer a fixed choice.' } }],
    },
    ...([['ward', 'Ward', ''], ['attic', 'Attic', ''], ['cellar', 'Cellar', ' `Cellar.__str__` reaches `house`: one query more for each of them; a filter class of your own whose `field_choices` uses `select_related("house")` spares that.']] as const).map(([field, model, more]): InvalidCase => ({
      name: `labels of ${model} by its default manager`, filename: ADMIN,
      code: admin('Bed', `    list_filter = ("${field}",)\n`),
      errors: [{ messageId: 'relatedTable', data: { name: field, table: ` of \`${model}\` (expected to be large: \`BedAdmin\` has it in \`raw_id_fields\`)`, advice: `If few of them are used, write \`("${field}", admin.RelatedOnlyFieldListFilter)\`, which lists those alone (by a DISTINCT over \`Bed\`); else remove it from \`list_filter\` and let people search instead (\`search_fields\`).${more}` } }],
    })),
    {
      name: 'each permission is labelled with its content type', filename: ADMIN,
      code: `${HEAD}admin.site.unregister(Group)\n\n\n@admin.register(Group)\nclass TeamAdmin(GroupAdmin):\n    list_filter = ["permissions"]\n`,
      errors: [{ messageId: 'relatedTable', data: { name: 'permissions', table: ' of `Permission`', advice: 'If few of them are used, write `("permissions", admin.RelatedOnlyFieldListFilter)`, which lists those alone (by a DISTINCT over `Group`); else remove it from `list_filter` and let people search instead (`search_fields`). `Permission.__str__` reaches `content_type`: one query more for each of them; a filter class of your own whose `field_choices` uses `select_related("content_type")` spares that.' } }],
    },
  ],
};

function inlined(parent: string): string {
  return `${HEAD}class BedInline(admin.TabularInline):\n    model = Bed\n    fields = ("nurse",)\n\n\n@admin.register(${parent})\nclass ParentAdmin(admin.ModelAdmin):\n    fields = ("closed",)\n    inlines = [BedInline]\n`;
}

const SHARED = 'one list of choices for all rows (`field.choices = list(field.choices)` in `formfield_for_foreignkey`)';

/** What raw ids show, and what they leave in the rows of an inline. */
export const rawIds: CaseTable = {
  valid: [],
  invalid: ([
    ['no admin', '', 'which shows the bare key, as `Nurse` has no admin there to look it up in'],
    ['an admin on the site', '\n\nadmin.site.register(Nurse)\n', 'which shows the key and a lookup'],
    ['an admin on another site', '\n\nstaff_site = admin.AdminSite()\nstaff_site.register(Nurse)\n', 'which shows the bare key, as `Nurse` has no admin there to look it up in'],
    ['admins that a loop registers', '\n\nfor model in apps.get_models():\n    admin.site.register(model)\n', 'which shows the key'],
  ] as const).map(([name, more, shown]): InvalidCase => ({
    name: `the other model has ${name}`, filename: ADMIN, code: inlined('Ward') + more, output: inlined('Ward').replace('    model = Bed\n', '    model = Bed\n    raw_id_fields = ("nurse",)\n') + more,
    errors: [{ messageId: 'everyRow', data: {
      field: 'nurse', table: '`Nurse` (expected to be large: `BedAdmin` has it in `raw_id_fields`)', where: 'in each row of the inline',
      advice: `Add \`"nurse"\` to \`raw_id_fields\`, ${shown}. With \`raw_id_fields\` and \`autocomplete_fields\` alike each row still asks for its label; ${SHARED}, or \`readonly_fields\` with \`select_related("nurse")\` in the inline's \`get_queryset\`, doesn't.`,
    } }],
  })),
};

function counting(expression: string, more = ''): string {
  return admin('Ward', `    list_display = ("pk", "beds_in_it"${more === '' ? '' : ', "more"'})\n    actions = None\n\n    def beds_in_it(self, obj):\n        return ${expression}\n${more}`);
}

/** Relations that are only counted. */
export const counts: CaseTable = {
  valid: [
    silent('a count that a prefetch for others answers', loop('Ward.objects.prefetch_related("beds")', 'write(len(row.beds.all()))')),
  ],
  invalid: [
    ...['obj.beds.count()', 'len(obj.beds.all())', 'obj.beds.all().count()'].map((expression): InvalidCase => ({
      name: expression, filename: ADMIN, code: counting(expression),
      errors: [{ messageId: 'counted', suggestions: [{
        messageId: 'remedyChanging', data: { title: 'Annotate `beds_count` in `get_queryset`', changes: 'rows that come from elsewhere have no `beds_count`; the counts of the page group the rows too' },
        output: `${counting('obj.beds_count').replace('import Group\n', 'import Group\nfrom django.db.models import Count\n')}\n    def get_queryset(self, request):\n        return super().get_queryset(request).annotate(beds_count=Count("beds", distinct=True))\n`,
      }] }],
    })),
    { name: 'whether there are any', filename: ADMIN, code: counting('bool(obj.beds.all())'), errors: [{ messageId: 'tested' }] },
    { name: 'counted here and shown there', filename: ADMIN, code: counting('obj.beds.count()', '\n    def more(self, obj):\n        return [bed.number for bed in obj.beds.all()]\n'), errors: [{ messageId: 'notLoaded', suggestions: 1 }] },
    { name: 'counted twice in one method', filename: ADMIN, code: counting('f"{obj.beds.count()} of {obj.beds.count()}"'), errors: [{ messageId: 'counted' }] },
    { name: 'the other side of a relation goes by its query name', filename: ADMIN, code: admin('House', '    list_display = ("name", "wards")\n    actions = None\n\n    def wards(self, obj):\n        return obj.ward_set.count()\n'), errors: [{
      messageId: 'counted', suggestions: 1, data: {
        path: 'ward_set', subject: 'per row for column `wards`', cost: 'about 101 queries for a page of 100', why: 'Only the number of its rows is used.',
        advice: 'Count in `get_queryset`: `annotate(ward_count=Count("ward", distinct=True))`, or a `Subquery` where the table is large; then read `ward_count`.',
      },
    }] },
    {
      name: 'a property of the model counts: it sees no annotation, and a prefetch answers it', filename: ADMIN, code: admin('Ward', '    list_display = ("pk", "bed_count")\n    actions = None\n'),
      errors: [{
        messageId: 'counted',
        data: {
          path: 'beds', subject: 'per row for column `bed_count`', cost: 'about 101 queries for a page of 100',
          why: '`Ward.bed_count` counts it by itself, which a prefetch answers by reading all of its rows: where a row has many, annotate their number and have `Ward.bed_count` read that.', advice: 'Return `super().get_queryset(request).prefetch_related("beds")` from `get_queryset`.',
        },
        suggestions: [{
          messageId: 'remedyChanging', data: { title: 'Prefetch `"beds"` in `get_queryset`', changes: 'reads these rows of the whole page at once; the change form starts from this queryset too' },
          output: admin('Ward', '    list_display = ("pk", "bed_count")\n    actions = None\n\n    def get_queryset(self, request):\n        return super().get_queryset(request).prefetch_related("beds")\n'),
        }],
      }],
    },
    { name: 'the column counts what the property counts again', filename: ADMIN, code: counting('obj.beds.count()', '\n    def more(self, obj):\n        return obj.bed_count\n'), errors: [{ messageId: 'notLoaded', suggestions: 1 }] },
    ...([['has_window', 'counted', 'counts'], ['first_bed', 'tested', 'tests']] as const).map(([member, messageId, does]): InvalidCase => ({
      name: `another model's own queries: ${member}`, filename: ADMIN, code: admin('Bed', `    list_display = ("number", "of_ward")\n    list_select_related = ("ward",)\n    actions = None\n\n    def of_ward(self, obj):\n        return str(obj.ward.${member}${member === 'has_window' ? '()' : ''})\n`),
      errors: [{
        messageId,
        data: {
          path: 'ward__beds', subject: 'per row for column `of_ward`', cost: 'about 101 queries for a page of 100',
          why: `\`Ward.${member}\` ${does} it and asks for its rows with further queries, which a prefetch does not answer.`,
          advice: 'Read `beds.all()` there once and choose among these rows; then prefetch `"ward__beds"`.',
        },
      }],
    })),
    { name: 'the column counts and asks once more', filename: ADMIN, code: counting('obj.beds.count() and obj.beds.first()'), errors: [{ messageId: 'counted', data: {
      path: 'beds', subject: 'per row for column `beds_in_it`', cost: 'about 101 queries for a page of 100',
      why: '`beds_in_it` counts it and asks for its rows with further queries, which a prefetch does not answer.', advice: 'Read `beds.all()` there once and choose among these rows; then prefetch `"beds"`.',
    } }] },
    { name: 'a property that counts, in a loop', filename: JOBS, code: loop('Ward.objects.all()', 'write(row.bed_count)'), errors: [{ messageId: 'counted', suggestions: [{
      messageId: 'remedyChanging', data: { title: 'Add `prefetch_related("beds")`', changes: 'loads all of them at once' }, output: loop('Ward.objects.all().prefetch_related("beds")', 'write(row.bed_count)'),
    }] }] },
    { name: 'the length and a property that counts, in a loop', filename: JOBS, code: loop('Ward.objects.all()', 'write(len(row.beds.all()), row.bed_count)'), errors: [{ messageId: 'counted', suggestions: 1 }] },
    { name: 'a method that counts and asks once more, in a loop', filename: JOBS, code: loop('Ward.objects.all()', 'write(row.has_window())'), errors: [{ messageId: 'counted', data: {
      path: 'beds', subject: 'for each of `Ward.objects.all()`', cost: 'a query per row',
      why: 'The rows are read here without it. `Ward.has_window` counts it and asks for its rows with further queries, which a prefetch does not answer.',
      advice: 'Read `beds.all()` there once and choose among these rows; then prefetch `"beds"`.',
    } }] },
    { name: 'the length in a loop', filename: JOBS, code: loop('Ward.objects.all()', 'write(len(row.beds.all()))'), errors: [{ messageId: 'counted' }] },
    { name: 'the length in a loop that looks at the rows as well', filename: JOBS, code: loop('Ward.objects.all()', 'write(len(row.beds.all()), list(row.beds.all()))'), errors: [{ messageId: 'notLoaded', suggestions: 1 }] },
  ],
};
