import type { CaseTable, InvalidCase, ValidCase } from './case-table.ts';

const filename = 'tests/fixtures/django-bulk/library/jobs.py';
const IMPORTS = 'from .models import Atlas, Borrower, Chapter, Course, Desk, Event, Item, Label, Loan, Minor, OldAtlas, Parcel, Room\n';

function fine(name: string, code: string): ValidCase {
  return { name, code: IMPORTS + code, filename };
}

interface Told {
  readonly callee: string;
  readonly subject?: string;
  readonly cost?: string;
  readonly title?: string;
  readonly output?: string;
  readonly changes?: string;
}

/** One report, and what is said to write instead. */
function told(name: string, code: string, advice: string, { callee, subject = 'for each of `rows`', cost = 'a query per row', title, output, changes }: Told): InvalidCase {
  const suggestions = title === undefined || output === undefined ? {} : { suggestions: [{ messageId: 'remedyChanging', data: { title, changes: changes ?? '' }, output: IMPORTS + output }] };
  return { name, code: IMPORTS + code, filename, errors: [{ messageId: 'perRow', data: { callee, subject, cost, advice }, ...suggestions }] };
}

/** `for row in rows: <statement>` */
function each(name: string, statement: string, advice: string, rest: Told, parameters = 'rows'): InvalidCase {
  return told(name, `def f(${parameters}):\n    for row in rows:\n        ${statement}\n`, advice, rest);
}

/** `for loan in <rows>: …; loan.save()` */
function saved(name: string, body: string, advice: string, rows = 'Loan.objects.filter(state="new")'): InvalidCase {
  return told(name, `def f(make, log, loans: list[Loan]):\n    for loan in ${rows}:\n${body}`, advice, { callee: 'loan.save', subject: `for each of \`${rows}\`` });
}

const STREAMED = 'def streamed(queryset):\n    return queryset.iterator(chunk_size=500)\n\n';

function deleted(name: string, rows: string, advice: string): InvalidCase {
  return told(name, `${STREAMED}def f():\n    for loan in ${rows}:\n        loan.delete()\n`, advice, { callee: 'loan.delete', subject: `for each of \`${rows}\`` });
}

const SKIPS = ' (skips `save()` and signals)';
const CHANGED = '; set `changed` as well, which only `save()` renews';
const SAME = 'Every row gets the same values: ';
const TOGETHER = 'Delete them together: `Loan.objects.filter(pk__in=…).delete()`';
const LATE = 'for each of `Loan.objects.filter(state="new")`';

function bulkUpdate(fields: string, renewed = true): string {
  return `Change the objects in the loop and write them together after it: \`Loan.objects.bulk_update(objects, [${fields}])\`${fields === '…' ? ' with every field that the loop changes, those that its calls change too' : ''}${SKIPS}${renewed ? "; set `changed` in the loop and list it too, which `bulk_update()` doesn't renew" : ''}.`;
}

export const writes: CaseTable = {
  invalid: [
    // every row gets the same values
    saved('something else in the loop', '        loan.state = "late"\n        loan.closed = False\n        loan.save()\n        log.append(loan.pk)\n', `${SAME}collect the keys in the loop and write \`Loan.objects.filter(pk__in=…).update(state="late", closed=False)\` behind it${SKIPS}${CHANGED}.`),
    saved('under a condition', '        if loan.note:\n            loan.state = "late"\n            loan.save()\n', `${SAME}collect the keys in the loop and write \`Loan.objects.filter(pk__in=…).update(state="late")\` behind it${SKIPS}${CHANGED}.`),
    saved('behind a way out of the round', '        if loan.note:\n            continue\n        loan.state = "late"\n        loan.save()\n', `${SAME}collect the keys in the loop and write \`Loan.objects.filter(pk__in=…).update(state="late")\` behind it${SKIPS}${CHANGED}.`),
    saved('rows of a list', '        loan.state = "late"\n        loan.save()\n', `${SAME}collect the keys in the loop and write \`Loan.objects.filter(pk__in=…).update(state="late")\` behind it${SKIPS}${CHANGED}.`, 'loans'),
    saved('a slice takes no update()', '        loan.state = "late"\n        loan.save()\n', `${SAME}collect the keys in the loop and write \`Loan.objects.filter(pk__in=…).update(state="late")\` behind it${SKIPS}${CHANGED}.`, 'Loan.objects.all()[:500]'),
    saved('an expression of the database', '        loan.state = F("note")\n        loan.save()\n        log.append(loan)\n', `${SAME}collect the keys in the loop and write \`Loan.objects.filter(pk__in=…).update(state=F("note"))\` behind it${SKIPS}${CHANGED}.`),
    saved('one that follows a relation is refused by update()', '        loan.state = F("item__code")\n        loan.save()\n', bulkUpdate('"state"')),
    // the queryset looks for something else than what is written: it finds the same rows behind the loop
    told('something else in a loop over rows of something else', 'def f(log):\n    for loan in Loan.objects.filter(closed=True):\n        loan.state = "late"\n        loan.save()\n        log.append(loan.pk)\n', `${SAME}write \`Loan.objects.filter(closed=True).update(state="late")\` once instead of \`loan.save()\`${SKIPS}${CHANGED}.`, { callee: 'loan.save', subject: 'for each of `Loan.objects.filter(closed=True)`' }),
    told('rows that are deleted where others are made', 'def f(log):\n    for loan in Loan.objects.filter(state="new"):\n        Loan.objects.bulk_create([log(loan)])\n        loan.delete()\n', `${TOGETHER}, which sends the delete signals as well.`, { callee: 'loan.delete', subject: LATE }),
    saved('update_fields leaves out what is set besides', '        loan.state = "late"\n        loan.note = "x"\n        loan.save(update_fields=["state"])\n', `${SAME}collect the keys in the loop and write \`Loan.objects.filter(pk__in=…).update(state="late")\` behind it${SKIPS}.`),
    saved('an attribute that is no column', '        loan._quiet = True\n        loan.state = "late"\n        loan.save()\n', `${SAME}collect the keys in the loop and write \`Loan.objects.filter(pk__in=…).update(state="late")\` behind it${SKIPS}${CHANGED}.`),
    saved('another database', '        loan.state = "late"\n        loan.save(using="old")\n', `${SAME}collect the keys in the loop and write \`Loan.objects.using("old").filter(pk__in=…).update(state="late")\` behind it${SKIPS}${CHANGED}.`),
    // look-alikes
    saved('a counter', '        count += 1\n        loan.state = count\n        loan.save()\n', bulkUpdate('"state"')),
    saved('what a call in the loop moves on', '        loan.state = log.next\n        loan.save()\n        log.advance()\n', bulkUpdate('"state"')),
    saved('one value here, another there', '        if loan.note:\n            loan.state = "late"\n        else:\n            loan.state = "new"\n        loan.save()\n', bulkUpdate('"state"')),
    told('rows of two tables', 'def f(make):\n    for atlas in Atlas.objects.filter(scale=1):\n        atlas.title = make(atlas)\n        atlas.save()\n', `Change the objects in the loop and write them together after it: \`Atlas.objects.bulk_update(objects, ["title"])\`${SKIPS}.`, { callee: 'atlas.save', subject: 'for each of `Atlas.objects.filter(scale=1)`' }),
    saved('a second field of the row', '        loan.closed = True\n        loan.state = loan.note\n        loan.save()\n', bulkUpdate('"closed", "state"')),
    saved('a property sets what it likes', '        loan.label = "late"\n        loan.save()\n', bulkUpdate('…')),
    saved('the date is set in the loop', '        loan.changed = make()\n        loan.state = make()\n        loan.save()\n', bulkUpdate('"changed", "state"', false)),

    // delete
    deleted('a function that gives an iterator', 'streamed(Loan.objects.all())', 'Delete them together: `Loan.objects.filter(pk__in=…).delete()` for every few hundred rows, which sends the delete signals as well.'),
    deleted('a method that gives an iterator', 'Loan.objects.streamed()', `${TOGETHER} for every few hundred rows, which sends the delete signals as well.`),
    deleted('a distinct queryset', 'Loan.objects.distinct()', `${TOGETHER}, which sends the delete signals as well.`),
    deleted('a method that isn\'t there to read', 'Loan.objects.chosen()', `${TOGETHER}, which sends the delete signals as well.`),
    told('an iterator under a name', 'def f():\n    loans = Loan.objects.iterator()\n    for loan in loans:\n        loan.delete()\n', `${TOGETHER} for every few hundred rows, which sends the delete signals as well.`, { callee: 'loan.delete', subject: 'for each of `loans`' }),
    told('a method that narrows', 'def f():\n    for loan in Loan.objects.overdue():\n        loan.delete()\n', 'Write `Loan.objects.overdue().delete()` instead of the loop: it sends the delete signals as well.', {
      callee: 'loan.delete', subject: 'for each of `Loan.objects.overdue()`', title: 'Replace the loop by one `delete()`', changes: 'collects all rows before it deletes; skips an overridden `delete()`',
      output: 'def f():\n    Loan.objects.overdue().delete()\n',
    }),
    told('two querysets together keep their bounds', 'def f():\n    for loan in Loan.objects.filter(closed=True) | Loan.objects.filter(state="new"):\n        loan.delete()\n', 'Write `(Loan.objects.filter(closed=True) | Loan.objects.filter(state="new")).delete()` instead of the loop: it sends the delete signals as well.', { callee: 'loan.delete', subject: 'for each `loan` of the loop on line 3' }),
    told('another database', 'def f():\n    for loan in Loan.objects.filter(state="new"):\n        loan.delete(using="old")\n', 'Write `Loan.objects.filter(state="new").using("old").delete()` instead of the loop: it sends the delete signals as well.', {
      callee: 'loan.delete', subject: LATE, title: 'Replace the loop by one `delete()`', changes: 'collects all rows before it deletes; skips an overridden `delete()`', output: 'def f():\n    Loan.objects.filter(state="new").using("old").delete()\n',
    }),
    told('a base that isn\'t there to read', 'def f():\n    for desk in Desk.objects.filter(name="x"):\n        desk.delete()\n', 'Write `Desk.objects.filter(name="x").delete()` instead of the loop: it sends the delete signals as well, but skips a `delete()` that `BookableRoom` may have.', {
      callee: 'desk.delete', subject: 'for each of `Desk.objects.filter(name="x")`', title: 'Replace the loop by one `delete()`', changes: 'collects all rows before it deletes; skips an overridden `delete()`', output: 'def f():\n    Desk.objects.filter(name="x").delete()\n',
    }),
    each('the other conditions of a delete', 'Loan.objects.filter(closed=True, borrower=row.borrower).delete()', 'Delete them together: `Loan.objects.filter(borrower__in=…).delete()`, with the rest of its conditions kept, which sends the delete signals as well.', { callee: 'Loan.objects.filter(…).delete' }),
    each('two fields of the row are pairs', 'Loan.objects.filter(borrower=row.borrower, day=row.day).delete()', 'Delete them together: join the conditions of all rounds with `|` to one `Q`, then `Loan.objects.filter(…).delete()`, which sends the delete signals as well.', { callee: 'Loan.objects.filter(…).delete' }),
    each('a range of the row', 'Loan.objects.filter(day__lt=row.day).delete()', 'Delete them together: join the conditions of all rounds with `|` to one `Q`, then `Loan.objects.filter(…).delete()`, which sends the delete signals as well.', { callee: 'Loan.objects.filter(…).delete' }),
    each('only the rows of one object', 'item.loans.filter(borrower=row.borrower).delete()', 'Delete them together: `item.loans.filter(borrower__in=…).delete()`, which sends the delete signals as well.', { callee: 'item.loans.filter(…).delete' }, 'item: Item, rows'),
    told('only the rows of each object', 'def f():\n    for item in Item.objects.all():\n        item.loans.filter(closed=True).delete()\n', 'Delete them together: `Loan.objects.filter(item__in=…).delete()`, with the rest of its conditions kept, which sends the delete signals as well.', { callee: 'item.loans.filter(…).delete', subject: 'for each of `Item.objects.all()`' }),

    // update
    each('the other conditions of an update', 'Loan.objects.filter(closed=True, borrower=row.borrower).update(state="x")', `${SAME}collect the keys and write \`Loan.objects.filter(borrower__in=…).update(…)\` once, with the rest of its conditions kept.`, { callee: 'Loan.objects.filter(…).update' }),
    each('pairs', 'Loan.objects.filter(borrower=row.borrower, day=row.day).update(state="x")', `${SAME}join the conditions of all rounds with \`|\` to one \`Q\`, then \`Loan.objects.filter(…).update(…)\`.`, { callee: 'Loan.objects.filter(…).update' }),
    each('values of the row, by key', 'Loan.objects.filter(pk=row.pk).update(state=row.state)', 'Change the objects in the loop and write them together after it: `Loan.objects.bulk_update(objects, ["state"])`.', { callee: 'Loan.objects.filter(…).update' }),
    each('values of the row, by something else', 'Loan.objects.filter(borrower=row.pk, closed=False).update(state=row.state)', 'Read the rows before the loop with `Loan.objects.filter(borrower__in=…)`, with the rest of its conditions kept, change them in the loop and write them together after it: `Loan.objects.bulk_update(objects, ["state"])`.', { callee: 'Loan.objects.filter(…).update' }),

    // insert
    each('a proxy has the table of its model', 'Minor.objects.create(name=row.name)', `Collect the objects in a list and insert them together: \`Minor.objects.bulk_create(objects)\`${SKIPS}.`, { callee: 'Minor.objects.create' }),
    each('a base that may have a table', 'Chapter.objects.create(number=row.number)', `Collect the objects in a list and insert them together: \`Chapter.objects.bulk_create(objects)\`, which Django refuses if \`Page\` has a table of its own${SKIPS}.`, { callee: 'Chapter.objects.create' }),
    each('a base that is abstract by its name', 'Event.objects.create(name=row.name)', `Collect the objects in a list and insert them together: \`Event.objects.bulk_create(objects)\`${SKIPS}.`, { callee: 'Event.objects.create' }),
    each('the rows of one object', 'item.labels.create(text=row.text)', `Collect the objects in a list and insert them together: \`Label.objects.bulk_create(objects)\`, each with \`item=item\`${SKIPS}.`, { callee: 'item.labels.create' }, 'item: Item, rows'),
    each('the rows that one object is linked with', 'course.readers.create(name=row.name)', `Collect the objects in a list and insert them together: \`Borrower.objects.bulk_create(objects)\` and link them with \`course.readers.add(*objects)\`${SKIPS}.`, { callee: 'course.readers.create' }, 'course: Course, rows'),
    each('an upsert by a unique field', 'Item.objects.update_or_create(code=row.code, defaults={"title": row.title})', `Write them together, each once: \`Item.objects.bulk_create(objects, update_conflicts=True, update_fields=[…], unique_fields=["code"])\`${SKIPS}.`, { callee: 'Item.objects.update_or_create', cost: '2 queries per row' }),
    each('an upsert by fields that are unique together', 'Loan.objects.update_or_create(item=row.item, day=row.day, defaults={"state": row.state})', `Write them together, each once: \`Loan.objects.bulk_create(objects, update_conflicts=True, update_fields=[…], unique_fields=["item", "day"])\`${SKIPS}.`, { callee: 'Loan.objects.update_or_create', cost: '2 queries per row' }),
    each('an upsert that no constraint knows', 'Loan.objects.update_or_create(borrower=row.borrower, defaults={"state": row.state})', `Read the rows before the loop with one \`Loan.objects.filter(borrower__in=…)\`, write what changes with \`Loan.objects.bulk_update(objects, […])\` and the missing ones, each once, with \`Loan.objects.bulk_create(objects)\`${SKIPS}.`, { callee: 'Loan.objects.update_or_create', cost: '2 queries per row' }),
    told('an upsert of the rows of a query', 'def f():\n    for item in Item.objects.all():\n        Loan.objects.update_or_create(item=item, defaults={"state": "new"})\n', `Read the rows before the loop with one \`Loan.objects.filter(item__in=…)\`, write what changes with \`Loan.objects.bulk_update(objects, […])\` and the missing ones with \`Loan.objects.bulk_create(objects)\`${SKIPS}.`, { callee: 'Loan.objects.update_or_create', cost: '2 queries per row', subject: 'for each of `Item.objects.all()`' }),
    ...[['what some rows have', 'defaults = {"title": row.title}\n        if row.state:\n            defaults["state"] = row.state'], ['what is handed on', 'defaults = dict(row.rest)'], ['what is put in', 'defaults = {}\n        defaults.update(row.rest)']].map(([name, set]) =>
      told(`an upsert that sets ${name ?? ''}`, `def f(rows):\n    for row in rows:\n        ${set ?? ''}\n        Item.objects.update_or_create(code=row.code, defaults=defaults)\n`, `Read the rows before the loop with one \`Item.objects.filter(code__in=…)\`, write what changes with \`Item.objects.bulk_update(objects, […])\` and the missing ones, each once, with \`Item.objects.bulk_create(objects)\`${SKIPS}.`, { callee: 'Item.objects.update_or_create', cost: '2 queries per row' })),
    told('an upsert of what stands in a name', 'def f(rows):\n    for row in rows:\n        defaults = {"title": row.title}\n        Item.objects.update_or_create(code=row.code, defaults=defaults)\n', `Write them together, each once: \`Item.objects.bulk_create(objects, update_conflicts=True, update_fields=[…], unique_fields=["code"])\`${SKIPS}.`, { callee: 'Item.objects.update_or_create', cost: '2 queries per row' }),
    told('an upsert by the keys of a dictionary', 'def f(rows):\n    for code, title in rows.items():\n        Item.objects.update_or_create(code=code, defaults={"title": title})\n', `Write them together: \`Item.objects.bulk_create(objects, update_conflicts=True, update_fields=[…], unique_fields=["code"])\`${SKIPS}.`, { callee: 'Item.objects.update_or_create', cost: '2 queries per row', subject: 'for each of `rows.items()`' }),
    told('an upsert by keys of a payload', 'def f(request):\n    for row in json.loads(request.body)["loans"]:\n        Loan.objects.update_or_create(pk=row["pk"], defaults={"state": row["state"]})\n', `Read the rows before the loop with \`Loan.objects.in_bulk(…)\`, write what changes with \`Loan.objects.bulk_update(objects, […])\` and the missing ones, each once, with \`Loan.objects.bulk_create(objects)\`${SKIPS}. Compare the keys as text, by \`str(…)\`: the keys here may be text.`, { callee: 'Loan.objects.update_or_create', cost: '2 queries per row', subject: 'for each of `json.loads(request.body)["loans"]`' }),
    told('a get_or_create by keys of a form', 'def f(request):\n    for key in request.POST.getlist("item"):\n        Loan.objects.get_or_create(item_id=key)\n', `Read the existing ones with one \`filter(…__in=…)\` and insert the missing ones, each once, with \`Loan.objects.bulk_create(objects)\`${SKIPS}. Compare the keys as text, by \`str(…)\`: the keys here are text.`, { callee: 'Loan.objects.get_or_create', cost: '2 queries per row', subject: 'for each of `request.POST.getlist("item")`' }),
    each('a child is inserted one by one', 'Atlas.objects.get_or_create(code=row.code)', 'Read the existing ones with one `filter(…__in=…)`, and create only the missing ones, which Django inserts one by one because a part of each lies in the table of `Item`.', { callee: 'Atlas.objects.get_or_create', cost: '2 queries per row' }),
    told('a new object that is filled', 'def f(rows):\n    for row in rows:\n        label = Label()\n        label.text = row.text\n        label.save()\n', `Collect the new objects in a list and insert them together: \`Label.objects.bulk_create(objects)\`${SKIPS}.`, { callee: 'label.save' }),
    told('a new object that a function fills', 'def f(rows, fill):\n    for row in rows:\n        label = Label()\n        fill(label, row)\n        label.save()\n', `Collect the new objects in a list and insert them together: \`Label.objects.bulk_create(objects)\`${SKIPS}.`, { callee: 'label.save' }),
    told('a payload that is filled', 'def f(rows):\n    for row in rows:\n        values = {}\n        values["text"] = row.text\n        Label.objects.create(**values)\n', `Collect the objects in a list and insert them together: \`Label.objects.bulk_create(objects)\`${SKIPS}.`, { callee: 'Label.objects.create' }),

    // managers
    told('the manager by which the rows were found', 'def f(make):\n    for parcel in Parcel.everything.filter(hidden=True):\n        parcel.note = make(parcel)\n        parcel.save()\n', `Change the objects in the loop and write them together after it: \`Parcel.everything.bulk_update(objects, ["note"])\`${SKIPS}.`, { callee: 'parcel.save', subject: 'for each of `Parcel.everything.filter(hidden=True)`' }),
    told('a model without objects', 'def f(make, parcels: list[Parcel]):\n    for parcel in parcels:\n        parcel.note = make(parcel)\n        parcel.save()\n', `Change the objects in the loop and write them together after it: \`Parcel._default_manager.bulk_update(objects, ["note"])\`${SKIPS}.`, { callee: 'parcel.save', subject: 'for each of `parcels`' }),
    told('rows of either manager', 'def f(key):\n    for parcel in Parcel.everything.all() if key else Parcel.shown.all():\n        if parcel.note:\n            parcel.delete()\n', 'Delete them together: `Parcel._default_manager.filter(pk__in=…).delete()`, which sends the delete signals as well.', { callee: 'parcel.delete', subject: 'for each `parcel` of the loop on line 3' }),

    // relations
    told('taken out of every row', 'def f(reader):\n    for course in Course.objects.all():\n        course.readers.remove(reader)\n', 'Delete the rows of the join table together: `Course.readers.through.objects.filter(course__in=…, borrower=reader).delete()` (skips the `m2m_changed` signal).', { callee: 'course.readers.remove', subject: 'for each of `Course.objects.all()`' }),
    told('from the other side', 'def f(course):\n    for borrower in Borrower.objects.all():\n        borrower.courses.remove(course)\n', 'Delete the rows of the join table together: `Borrower.courses.through.objects.filter(borrower__in=…, course=course).delete()` (skips the `m2m_changed` signal).', { callee: 'borrower.courses.remove', subject: 'for each of `Borrower.objects.all()`' }),
    told('all that every row has', 'def f():\n    for course in Course.objects.all():\n        course.readers.clear()\n', 'Delete the rows of the join table together: `Course.readers.through.objects.filter(course__in=…).delete()` (skips the `m2m_changed` signal).', { callee: 'course.readers.clear', subject: 'for each of `Course.objects.all()`' }),
    told('a table between of the project\'s own', 'def f(helper):\n    for course in Course.objects.all():\n        course.helpers.add(helper)\n', 'Read which pairs are there and write the missing rows of the join table together: `Course.helpers.through.objects.bulk_create(objects)` (skips the `m2m_changed` signal).', { callee: 'course.helpers.add', subject: 'for each of `Course.objects.all()`' }),
    told('a relation to itself', 'def f(other):\n    for course in Course.objects.all():\n        course.follows.add(other)\n', 'Write the rows of the join table together: `Course.follows.through.objects.bulk_create(…, ignore_conflicts=True)`, both ways for each pair (skips the `m2m_changed` signal).', { callee: 'course.follows.add', subject: 'for each of `Course.objects.all()`' }),
    told('the key lies with the rows', 'def f():\n    for item in Item.objects.all():\n        item.labels.clear()\n', `Take the keys away together: \`Label.objects.filter(item__in=…).update(item=None)\`${SKIPS}.`, { callee: 'item.labels.clear', subject: 'for each of `Item.objects.all()`' }),
    each('options go along', 'course.helpers.add(row, through_defaults={"since": 1})', 'Collect them and write `course.helpers.add(*objects, through_defaults={"since": 1})` once.', { callee: 'course.helpers.add' }, 'course: Course, rows'),
  ],
  valid: [
    fine('the parents stay', 'def f():\n    for atlas in Atlas.objects.filter(scale=1):\n        atlas.delete(keep_parents=True)\n'),
    fine('arguments of the model\'s own', 'def f(user):\n    for loan in Loan.objects.filter(closed=True):\n        loan.delete(user)\n'),
    fine('delete() of a class whose bases aren\'t there to read', 'def f():\n    for room in Room.objects.filter(closed=True):\n        room.delete()\n'),
    fine('children have no bulk insert', 'def f(rows):\n    for row in rows:\n        Atlas.objects.create(code=row.code)\n        OldAtlas.objects.create(code=row.code)\n        atlas = Atlas(code=row.code)\n        atlas.save()\n'),
    ...[['mptt.models', 'MPTTModel'], ['treebeard.mp_tree', 'MP_Node']].map(([module = '', base = '']) =>
      fine(`nor has a tree: ${base}`, `from django.db import models\nfrom ${module} import ${base}\n\nclass Zone(${base}):\n    name = models.CharField(max_length=50)\n\ndef f(rows):\n    for row in rows:\n        Zone.objects.create(name=row.name)\n        Zone.objects.get_or_create(name=row.name)\n        zone = Zone(name=row.name)\n        zone.save()\n`)),
    fine('copies of them neither', 'def f():\n    for atlas in Atlas.objects.filter(scale=1):\n        atlas.pk = None\n        atlas.id = None\n        atlas.save()\n'),
    fine('one save each', 'def f(item: Item, rows):\n    for row in rows:\n        item.labels.add(row, bulk=False)\n'),
    fine('what is filled lies outside the loop', 'def f(rows, job: Loan):\n    for row in rows:\n        job.state = row.state\n        job.save()\n'),
    fine('inserted together', 'def f(rows):\n    labels = []\n    for row in rows:\n        label = Label()\n        label.text = row.text\n        labels.append(label)\n    Label.objects.bulk_create(labels)\n'),
  ],
};

const COUNT = 'Count all of them before the loop: ';

export const reads: CaseTable = {
  invalid: [
    each('rows', 'print(Loan.objects.filter(item=row).count())', `${COUNT}\`filter(item__in=…)\` with \`values("item").annotate(n=Count("pk"))\`.`, { callee: 'Loan.objects.filter(…).count' }),
    each('the same row twice', 'print(Loan.objects.filter(item=row).distinct().count())', `${COUNT}\`filter(item__in=…)\` with \`values("item").annotate(n=Count("pk", distinct=True))\`.`, { callee: 'Loan.objects.filter(…).distinct().count' }),
    each('different values', 'print(Loan.objects.filter(item=row).values("borrower").distinct().count())', `${COUNT}\`filter(item__in=…)\` with \`values("item").annotate(n=Count("borrower", distinct=True))\`.`, { callee: 'Loan.objects.filter(…).values(…).distinct().count' }),
    each('the first row of each value', 'print(Loan.objects.filter(item=row).distinct("borrower").count())', `${COUNT}\`filter(item__in=…)\` with \`values("item").annotate(n=Count("borrower", distinct=True))\`.`, { callee: 'Loan.objects.filter(…).distinct(…).count' }),
    each('values without distinct are rows', 'print(Loan.objects.filter(item=row).values("borrower").count())', `${COUNT}\`filter(item__in=…)\` with \`values("item").annotate(n=Count("pk"))\`.`, { callee: 'Loan.objects.filter(…).values(…).count' }),
    each('months', 'print(Loan.objects.filter(item=row).dates("day", "month").count())', `${COUNT}\`filter(item__in=…)\` with \`values("item").annotate(n=Count(TruncMonth("day"), distinct=True))\`.`, { callee: 'Loan.objects.filter(…).dates(…).count' }),
    each('NULL is a value too', 'print(Loan.objects.filter(item=row).values("note").distinct().count())', `${COUNT}\`filter(item__in=…)\` in one query that gives the same numbers, grouped by \`item\`.`, { callee: 'Loan.objects.filter(…).values(…).distinct().count' }),
    each('pairs', 'print(Loan.objects.filter(item=row).values("borrower", "day").distinct().count())', `${COUNT}\`filter(item__in=…)\` in one query that gives the same numbers, grouped by \`item\`.`, { callee: 'Loan.objects.filter(…).values(…).distinct().count' }),
    each('a bound', 'print(Loan.objects.filter(item=row)[:5].count())', `${COUNT}\`filter(item__in=…)\` in one query that gives the same numbers, grouped by \`item\`.`, { callee: 'Loan.objects.filter(…)[…].count' }),
    told('different values of a relation', 'def f():\n    for item in Item.objects.all():\n        print(item.loans.filter(closed=True).values("borrower").distinct().count())\n', 'Count in the query of the rows: `annotate(n=Count("loans__borrower", filter=Q(…), distinct=True))`; then read `n`.', { callee: 'item.loans.filter(…).values(…).distinct().count', subject: 'for each of `Item.objects.all()`' }),
    told('a condition in a method', 'def f():\n    for item in Item.objects.all():\n        print(item.loans.overdue().count())\n', 'Count in the query of the rows: `annotate(n=Count("loans", filter=Q(…), distinct=True))`; then read `n`.', { callee: 'item.loans.overdue().count', subject: 'for each of `Item.objects.all()`' }),
    told('pairs of a relation', 'def f():\n    for item in Item.objects.all():\n        print(item.loans.values("borrower", "day").distinct().count())\n', 'Count in the query of the rows: `annotate(n=Subquery(…))` of the same query with `OuterRef("pk")`, grouped and counted; then read `n`.', { callee: 'item.loans.values(…).distinct().count', subject: 'for each of `Item.objects.all()`' }),

    told('a manager that leaves rows out', 'def f():\n    for item in Item.objects.all():\n        print(item.parcels.count())\n', 'Count in the query of the rows with a `Subquery` of the same rows, found by `OuterRef("pk")`: `ShownManager`, by which the relation is read, leaves rows out.', { callee: 'item.parcels.count', subject: 'for each of `Item.objects.all()`' }),
    told('a manager of a package', 'def f():\n    for item in Item.objects.all():\n        print(item.postcards.count())\n', 'Count in the query of the rows with a `Subquery` of the same rows, found by `OuterRef("pk")`: `PostedManager`, by which the relation is read, may leave rows out.', { callee: 'item.postcards.count', subject: 'for each of `Item.objects.all()`' }),
    told('a manager that only loads', 'def f():\n    for item in Item.objects.all():\n        print(item.letters.count())\n', 'Count in the query of the rows: `annotate(n=Count("letters", distinct=True))`; then read `n`.', { callee: 'item.letters.count', subject: 'for each of `Item.objects.all()`' }),
    {
      name: 'in a function', filename, code: `${IMPORTS}def closed(item: Item):\n    return item.loans.filter(closed=True).count()\n\ndef f():\n    for item in Item.objects.all():\n        print(closed(item))\n`,
      errors: [{ messageId: 'perRowVia', data: { callee: 'item.loans.filter(…).count', line: '3', helper: 'closed', subject: 'for each of `Item.objects.all()`', cost: 'a query per row', advice: `${COUNT}\`filter(item__in=…)\`, with the rest of its conditions kept, with \`values("item").annotate(n=Count("pk"))\`.` } }],
    },
    each('the rows of one object', 'print(item.loans.get(day=row.day))', 'Read all of them from `item.loans` before the loop with `filter(day__in=…)` and take each from a dictionary.', { callee: 'item.loans.get' }, 'item: Item, rows'),
    each('counted', 'print(item.loans.filter(day=row.day).count())', `${COUNT}\`item.loans.filter(day__in=…)\` with \`values("day").annotate(n=Count("pk"))\`.`, { callee: 'item.loans.filter(…).count' }, 'item: Item, rows'),
    told('of self', 'class Shelf(Item):\n    def f(self, rows):\n        for row in rows:\n            print(self.loans.get(day=row.day))\n', 'Read all of them from `self.loans` before the loop with `filter(day__in=…)` and take each from a dictionary.', { callee: 'self.loans.get' }),
    told('of a method of self', 'class View:\n    def get_queryset(self):\n        return Loan.objects.filter(closed=False)\n\n    def f(self, rows):\n        for row in rows:\n            print(self.get_queryset().get(day=row.day))\n', 'Read all of them from `self.get_queryset()` before the loop with `filter(day__in=…)`, with the rest of its conditions kept, and take each from a dictionary.', { callee: 'self.get_queryset().get' }),
    told('of the object that is read in the round', 'def f(rows: list[Loan]):\n    for row in rows:\n        print(row.item.loans.filter(closed=True).count())\n', `${COUNT}\`filter(item__in=…)\`, with the rest of its conditions kept, with \`values("item").annotate(n=Count("pk"))\`.`, { callee: 'row.item.loans.filter(…).count' }),

    each('the first of several keeps the order', 'print(Loan.objects.filter(item=row.item).order_by("-day").first())', 'Read all of them from `Loan.objects` before the loop with `filter(item__in=…)` in the same order and keep the first of each in a dictionary.', { callee: 'Loan.objects.filter(…).order_by(…).first' }),
    each('the only one needs no order', 'print(Item.objects.filter(code=row.code).first())', 'Read all of them from `Item.objects` before the loop with `filter(code__in=…)` and take each from a dictionary.', { callee: 'Item.objects.filter(…).first' }),
    each('in_bulk() gives whole rows', 'print(Loan.objects.values("day").get(pk=row.pk))', 'Read all of them from `Loan.objects` before the loop with `filter(pk__in=…)` and take each from a dictionary.', { callee: 'Loan.objects.values(…).get' }),
  ],
  valid: [],
};

const TEXT = ': the keys here are text.';
const PAYLOAD = ': the keys here may be text, so ask by `str(key)`.';

function keyed(name: string, keys: string, lookup: string, advice: string, callee: string, before = ''): InvalidCase {
  return told(name, `def f(request, rows):\n    for key in ${keys}:\n${before}        print(${lookup})\n`, advice, { callee, subject: keys.length > 40 ? 'for each `key` of the loop on line 3' : `for each of \`${keys}\`` });
}

const KEYS = 'request.POST.getlist("loan")';
const BY_KEY = 'Read all of them before the loop with `Loan.objects.in_bulk(…)` and take each from the dictionary.';

/** Keys that come as text. */
export const keys: CaseTable = {
  invalid: [
    keyed('by get', KEYS, 'Loan.objects.get(pk=key)', `Read all of them before the loop with \`Loan.objects.filter(pk__in=…)\` and take each from a dictionary by \`str(row.pk)\`${TEXT}`, 'Loan.objects.get'),
    keyed('by filter', KEYS, 'Loan.objects.filter(id=key).first()', `Read all of them before the loop with \`Loan.objects.filter(pk__in=…)\` and take each from a dictionary by \`str(row.pk)\`${TEXT}`, 'Loan.objects.filter(…).first'),
    keyed('there at all', KEYS, 'Loan.objects.filter(pk=key).exists()', `Read the ones that exist before the loop, \`set(map(str, Loan.objects.filter(pk__in=…).values_list("pk", flat=True)))\`, and test membership${TEXT}`, 'Loan.objects.filter(…).exists'),
    keyed('the key of another row', KEYS, 'list(Loan.objects.filter(item=key))', `Read all of them from \`Loan.objects\` before the loop with \`filter(item__in=…)\` and group them in a dictionary by \`str(row.item_id)\`${TEXT}`, 'Loan.objects.filter(…)'),
    keyed('counted', KEYS, 'Loan.objects.filter(item_id=key).count()', `${COUNT}\`filter(item_id__in=…)\` with \`values("item_id").annotate(n=Count("pk"))\`; the keys here are text: take each by \`str(…)\`.`, 'Loan.objects.filter(…).count'),
    keyed('through a name', 'rows', 'Loan.objects.get(pk=part)', `Read all of them before the loop with \`Loan.objects.filter(pk__in=…)\` and take each from a dictionary by \`str(row.pk)\`${TEXT}`, 'Loan.objects.get', '        part = key.split("-")[1]\n'),
    told('through a shortcut', 'def f(request):\n    for key in request.POST.getlist("loan"):\n        print(get_object_or_404(Loan, pk=key))\n', `Read all of them before the loop with \`Loan.objects.filter(pk__in=…)\` and take each from a dictionary by \`str(row.pk)\`${TEXT}`, { callee: 'get_object_or_404', subject: `for each of \`${KEYS}\`` }),
    keyed('of a payload', 'json.loads(request.body)["loans"]', 'Loan.objects.get(pk=key["pk"])', `Read all of them before the loop with \`Loan.objects.filter(pk__in=…)\` and take each from a dictionary by \`str(row.pk)\`${PAYLOAD}`, 'Loan.objects.get'),
    told('of an answer, through names', 'def f(session):\n    loans = session.get("/loans").json()["loans"]\n    for loan in loans:\n        key = loan["item"]\n        print(Loan.objects.filter(item=key).count())\n', `${COUNT}\`filter(item__in=…)\` with \`values("item").annotate(n=Count("pk"))\`; the keys here may be text: take each by \`str(…)\`.`, { callee: 'Loan.objects.filter(…).count', subject: 'for each of `loans`' }),
    keyed('a number made of what a payload holds', 'request.data["loans"]', 'Loan.objects.get(pk=int(key))', BY_KEY, 'Loan.objects.get'),
    // look-alikes
    keyed('numbers made of them', 'map(int, request.POST.getlist("loan"))', 'Loan.objects.get(pk=key)', BY_KEY, 'Loan.objects.get'),
    keyed('a number made of it', KEYS, 'Loan.objects.get(pk=key)', BY_KEY, 'Loan.objects.get', '        key = int(key)\n'),
    keyed('a column of text', KEYS, 'Item.objects.get(code=key)', 'Read all of them from `Item.objects` before the loop with `filter(code__in=…)` and take each from a dictionary.', 'Item.objects.get'),
  ],
  valid: [],
};

function walks(name: string, body: string, because?: string, filter = 'state="new"'): InvalidCase {
  const code = `${IMPORTS}def mark(loan):\n    loan.state = "late"\n    loan.save()\n\ndef show(loan):\n    print(loan.state)\n\ndef f(size):\n    loans = Loan.objects.filter(${filter})\n    for start in range(0, 10000, size):\n        batch = loans[start : start + size]\n${body}`;
  const advice = because === undefined ? 'Iterate over the queryset with `.iterator()`, or page by key: `filter(pk__gt=last_pk).order_by("pk")[:size]`.' : 'Page by key, which doesn\'t move: `filter(pk__gt=last_pk).order_by("pk")[:size]`.';
  return { name, code, filename, errors: [because === undefined ? { messageId: 'offset', data: { callee: 'loans', advice } } : { messageId: 'drift', data: { callee: 'loans', because, advice } }] };
}

const IN_BATCH = '        for loan in batch:\n            ';

/** What the loop does to the rows that it pages over. */
export const batches: CaseTable = {
  invalid: [
    walks('a method saves it, through another', `${IN_BATCH}loan.close()\n`, '`loan.close` on line 14 changes `state`, by which it filters'),
    walks('a method deletes the row', `${IN_BATCH}loan.drop()\n`, '`loan.drop` on line 14, which deletes the row'),
    walks('a function that is handed the row', `${IN_BATCH}mark(loan)\n`, '`mark` on line 14 changes `state`, by which it filters'),
    walks('written together', `${IN_BATCH}loan.state = "late"\n        Loan.objects.bulk_update(batch, ["state"])\n`, '`Loan.objects.bulk_update` on line 15 changes `state`, by which it filters'),
    walks('a condition in Q', `${IN_BATCH}loan.close()\n`, '`loan.close` on line 14 changes `state`, by which it filters', 'Q(state="new") | Q(closed=False)'),
    // look-alikes
    walks('a method that sets something else', `${IN_BATCH}loan.weigh()\n`),
    walks('a method that sets another column', `${IN_BATCH}loan.close()\n`, undefined, 'closed=False'),
    walks('a function that only reads', `${IN_BATCH}show(loan)\n`),
    walks('update_fields leaves it out', `${IN_BATCH}loan.state = "late"\n            loan.save(update_fields=["note"])\n`),
  ],
  valid: [],
};
