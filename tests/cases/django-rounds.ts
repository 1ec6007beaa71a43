import type { CaseTable, InvalidCase, ValidCase } from './case-table.ts';

const filename = 'tests/fixtures/django-bulk/library/jobs.py';
const IMPORTS = 'from .models import Borrower, Item, Label, Loan\n';

function fine(name: string, code: string): ValidCase {
  return { name, code: IMPORTS + code, filename };
}

function wrong(name: string, code: string, line: number): InvalidCase {
  return { name, code: IMPORTS + code, filename, errors: [{ messageId: 'perRow', line: line + 1 }] };
}

/** `for item in Item.objects.all(): <body>`; a report stands in line `line` of the body, counted from 1. */
function round(name: string, body: string): ValidCase {
  return fine(name, `def f(work, rows):\n    for item in Item.objects.all():\n${body}`);
}

function wrongRound(name: string, body: string, line: number): InvalidCase {
  return wrong(name, `def f(work, rows):\n    for item in Item.objects.all():\n${body}`, line + 2);
}

const COUNT = '        work(Loan.objects.filter(closed=False).count())\n';

/** What makes the same query another one in each round. */
export const reads: CaseTable = {
  valid: [
    round('a tenant is set', `        connection.set_tenant(item)\n${COUNT}`),
    round('a schema is set', `        connections["default"].set_schema(item.code)\n${COUNT}`),
    round('a tenant is activated', `        item.tenant.activate()\n${COUNT}`),
    round('the path is set by SQL', `        cursor.execute("SET search_path TO %s", [item.code])\n${COUNT}`),
    round('the schema of the connection', `        connection.schema_name = item.code\n${COUNT}`),
    round('in the tenant itself', `        with item:\n            work(Loan.objects.filter(closed=False).count())\n`),
    round('in the tenant\'s context', `        with tenant_context(item):\n            work(Loan.objects.filter(closed=False).count())\n`),
    fine('a function that switches', `def turn_to(item):\n    connection.set_tenant(item)\n\ndef f(work):\n    for item in Item.objects.all():\n        turn_to(item)\n${COUNT}`),

    round('a set that the loop fills', '        seen.add(next_code())\n        work(list(Loan.objects.filter(state__in=seen)))\n'),
    round('a set that is made and filled in the round', '        codes = set()\n        codes.update(item.title.split("/"))\n        work(list(Loan.objects.filter(state__in=codes)))\n'),
    round('an attribute that the loop fills', '        work.seen.append(next_code())\n        work(Loan.objects.filter(state__in=work.seen).count())\n'),
    round('a number that grows', '        number += 1\n        work(Loan.objects.filter(state=number).count())\n'),
    round('what a call gives anew', '        state = next_state()\n        work(Loan.objects.filter(state=state).count())\n'),
    round('parameters by key', '        wanted["state"] = next_state()\n        work(Loan.objects.filter(**wanted).count())\n'),

    fine('the loop saves rows of the table', 'def f(work):\n    for loan in Loan.objects.filter(closed=False):\n        with transaction.atomic():\n            loan.state = work(loan)\n            loan.save()\n        work(Loan.objects.filter(closed=False).count())\n'),
    fine('by a method of the row', 'def f(work):\n    for loan in Loan.objects.filter(closed=False):\n        loan.close()\n        work(Loan.objects.filter(closed=False).count())\n'),
    fine('inserts rows of the table', 'def f(work):\n    for item in Item.objects.all():\n        with transaction.atomic():\n            Loan.objects.create(item=item)\n        work(Loan.objects.filter(closed=False).count())\n'),

    round('a read behind a write of the same table', '        Loan.objects.filter(item=item).update(closed=True)\n        work(Loan.objects.get(code=item.code))\n'),
    fine('a branch for each key', 'def f(wanted, work):\n    for key in wanted:\n        if key == "reader":\n            work(Borrower.objects.get(pk=wanted[key]))\n        elif key == "item":\n            work(Item.objects.get(pk=wanted[key]))\n'),
    fine('keys and values', 'def f(wanted, work):\n    for name, value in wanted.items():\n        if name == "reader id" and value:\n            work(Borrower.objects.get(pk=value))\n'),
    fine('the others go on', 'def f(request, work):\n    for name in request.GET.keys():\n        if name != "reader id":\n            continue\n        work(Borrower.objects.get(pk=request.GET[name]))\n'),
    fine('one of two keys', 'def f(wanted, work):\n    for key in wanted:\n        if key in ("reader", "borrower"):\n            work(Borrower.objects.get(pk=wanted[key]))\n'),
    fine('a constant by its name', 'def f(wanted, work):\n    for key in wanted:\n        if key == Kind.READER:\n            work(Borrower.objects.get(pk=wanted[key]))\n'),
    fine('match', 'def f(wanted, work):\n    for name in wanted:\n        match name:\n            case "reader":\n                work(Borrower.objects.get(pk=wanted[name]))\n            case "item":\n                work(Item.objects.get(pk=wanted[name]))\n'),
  ],
  invalid: [
    // look-alikes
    wrongRound('a read before a write of the same table', '        work(Loan.objects.get(code=item.code))\n        Loan.objects.filter(item=item).update(closed=True)\n', 1),
    wrongRound('a read in another branch than the write', '        if item.title:\n            Loan.objects.filter(item=item).update(closed=True)\n        else:\n            work(Loan.objects.get(code=item.code))\n', 4),
    wrongRound('nothing is switched', COUNT, 1),
    wrongRound('switched to the same in each round', `        connection.set_tenant(work)\n${COUNT}`, 2),
    wrongRound('switched behind the query', `${COUNT}        connection.set_tenant(item)\n`, 1),
    wrongRound('a file is opened', `        with open(item.title) as file:\n            work(file, Loan.objects.filter(closed=False).count())\n`, 2),
    wrongRound('something else is set', `        work.set_title(item.title)\n${COUNT}`, 2),
    wrongRound('another set is filled', '        seen.add(item.pk)\n        work(list(Loan.objects.filter(state__in=rows)))\n', 2),
    wrongRound('a constant of the round', '        state = "new"\n        work(Loan.objects.filter(state=state).count())\n', 2),
    wrongRound('a queryset of the round', '        loans = Loan.objects.filter(closed=False)\n        work(loans.count())\n', 2),
    wrong('rows of another table are saved', 'def f(work):\n    for loan in Loan.objects.filter(closed=False):\n        loan.close()\n        work(Label.objects.filter(item=None).count())\n', 4),
    wrong('a method that saves nothing', 'def f(work):\n    for loan in Loan.objects.filter(closed=False):\n        loan.weigh()\n        work(Loan.objects.filter(closed=False).count())\n', 4),
    wrong('all keys but one', 'def f(wanted, work):\n    for key in wanted:\n        if key != "page":\n            work(Borrower.objects.get(pk=wanted[key]))\n', 4),
    wrong('one of what is given', 'def f(wanted, given, work):\n    for key in wanted:\n        if key in given:\n            work(Borrower.objects.get(pk=wanted[key]))\n', 4),
    wrong('something of the row is compared', 'def f(work, rows):\n    for row in rows:\n        if row.kind == "reader":\n            work(Borrower.objects.get(pk=row.number))\n', 4),
    wrong('the values of a column come again', 'def f(work):\n    for state in Loan.objects.values_list("state", flat=True):\n        if state == "new":\n            work(Borrower.objects.get(name=state))\n', 4),
  ],
};

function saving(rows: string): string {
  return `def f(make, key, found):\n    for loan in ${rows}:\n        loan.state = make(loan)\n        loan.save()\n`;
}

/** Rows that are one at most. */
export const writes: CaseTable = {
  valid: [
    fine('by key', saving('Loan.objects.filter(pk=key)')),
    fine('by key in Q', saving('Loan.objects.filter(Q(pk=key))')),
    fine('by a unique field', 'def f(make, key):\n    for item in Item.objects.filter(code=key):\n        item.title = make(item)\n        item.save()\n'),
    fine('by fields that are unique together', saving('Loan.objects.filter(item_id=key, day=found)')),
  ],
  invalid: [
    wrong('by keys', saving('Loan.objects.filter(pk__in=key)'), 4),
    wrong('by key or something else in Q', saving('Loan.objects.filter(Q(pk=key) | Q(closed=True))'), 4),
    wrong('all but one', saving('Loan.objects.exclude(pk=key)'), 4),
    wrong('by one of the fields', saving('Loan.objects.filter(item=key)'), 4),
    wrong('by key or by something else', saving('Loan.objects.filter(pk=key) | Loan.objects.filter(closed=True)'), 4),
    wrong('by key on one way only', saving('(Loan.objects.filter(pk=key) if key else Loan.objects.filter(closed=True))'), 4),
    wrong('by a unique field of something else', saving('Loan.objects.filter(item__code=key)'), 4),
  ],
};
