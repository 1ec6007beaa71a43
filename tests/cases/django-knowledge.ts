import type { CaseTable, InvalidCase, ValidCase } from './case-table.ts';

const JOBS = 'tests/fixtures/django-clinic/clinic/jobs.py';
const ADMIN = 'tests/fixtures/django-clinic/clinic/admin.py';

const HEAD = 'from clinic.models import Attic, Bed, Cellar, House, Nurse, Room, Symptom, Visit, Ward\nfrom django.contrib import admin\nfrom django.contrib.auth.admin import GroupAdmin\nfrom django.contrib.auth.models import Group\n\n';

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
          path: `${key}__house`, subject: 'per row for column `street`', cost: `about ${queries} queries for a page of 100`,
          why: `Django joins by itself only where \`list_display\` names a foreign key, and here it names none.`, advice: `Set \`list_select_related = ("${key}__house",)\`.`,
        },
      }],
    })),
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
    ...([['ward', 'Ward', ''], ['attic', 'Attic', ''], ['cellar', 'Cellar', ' `Cellar.__str__` reaches `house`: one query more for each of them.']] as const).map(([field, model, more]): InvalidCase => ({
      name: `labels of ${model} by its default manager`, filename: ADMIN,
      code: admin('Bed', `    list_filter = ("${field}",)\n`),
      errors: [{ messageId: 'relatedTable', data: { name: field, table: ` of \`${model}\` (\`BedAdmin\` has it in \`raw_id_fields\`)`, advice: `Write a SimpleListFilter with the few values worth filtering by, use a filter that searches as one types, or leave it to \`search_fields\`.${more}` } }],
    })),
    {
      name: 'each permission is labelled with its content type', filename: ADMIN,
      code: `${HEAD}admin.site.unregister(Group)\n\n\n@admin.register(Group)\nclass TeamAdmin(GroupAdmin):\n    list_filter = ["permissions"]\n`,
      errors: [{ messageId: 'relatedTable', data: { name: 'permissions', table: ' of `Permission`', advice: 'Write a SimpleListFilter with the few values worth filtering by, use a filter that searches as one types, or leave it to `search_fields`. `Permission.__str__` reaches `content_type`: one query more for each of them.' } }],
    },
  ],
};
