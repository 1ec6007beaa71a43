/** What the test file needs, by what its text holds of it. Of Django 3.2 to 5.2. */
const IMPORTS: readonly (readonly [line: string, used: RegExp])[] = [
  ['import re', /./],
  ['from collections import Counter', /./],
  ['from contextlib import ExitStack', /./],
  ['from datetime import NAMES', /\b(?:date|time|timedelta)\(/],
  ['from decimal import Decimal', /\bDecimal\(/],
  ['from itertools import count', /./],
  ['from unittest import mock', /./],
  ['from uuid import UUID', /\bUUID\(/],
  ['', /./],
  ['from django.apps import apps', /./],
  ['from django.conf import settings', /./],
  ['from django.contrib.admin.utils import quote', /./],
  ['from django.contrib.auth import get_user_model', /./],
  ['from django.contrib.contenttypes.models import ContentType', /\bContentType\./],
  ['from django.db import connections, transaction', /./],
  ['from django.templatetags.static import StaticNode', /./],
  ['from django.test import TestCase', /./],
  ['from django.test.utils import CaptureQueriesContext', /./],
  ['from django.urls import NoReverseMatch, reverse', /./],
  ['from django.utils import timezone', /\btimezone\./],
];

/** Of the parts that follow, in their order. */
export interface TestFile {
  readonly run: string;
  readonly most: number;
  readonly factories: string;
  readonly superuser: string;
  readonly tests: string;
}

/** The text of the test file. Those who get it read and change it: it explains itself, and nothing in it comes from us at run time. */
export function fileText({ run, most, factories, superuser, tests }: TestFile): string {
  const body = `${factories}${superuser}${tests}`;
  const names = ['date', 'time', 'timedelta'].filter((name) => new RegExp(`\\b${name}\\(`).test(body)).join(', ');
  const imports = IMPORTS.filter(([, used]) => used.test(body)).map(([line]) => line.replace('NAMES', names));
  return `"""How many queries each page of the admin needs: no more when there are more rows, and never more than a budget.

Written by \`admin-scale budget\`; from here on it is yours to change. Run it with

    ${run}

or with pytest-django. Each test fills a few rows, opens the page as a superuser, fills more, and compares.
Where a page may cost more, say so in its test: \`per_row=1\` allows one query per row, \`most=50\` a larger budget.
"""
${imports.join('\n')}

MOST = ${String(most)}  # queries that a page may need
FEW, MANY = 2, 6  # rows

FIRST = 1001  # number of a row: beyond those that migrations put in
numbers = count(FIRST)


def made(label, values, given):
    """A saved row of a model. A value that can be called is a function that makes the related row, and is called only where it is used."""
    model = apps.get_model(label)
    values = {name: value() if callable(value) else value for name, value in {**values, **given}.items()}
    only = [field.name for field in model._meta.concrete_fields if field.one_to_one and field.name in values and values[field.name] is not None]
    # a signal may have made the row that belongs to another one
    row = (model._base_manager.filter(**{only[0]: values[only[0]]}).first() if only else None) or model()
    for name, value in values.items():
        setattr(row, name, value)
    for field in model._meta.concrete_fields:
        # declared by the base class of a package, which this file doesn't know
        if field.unique and field.name not in values and not field.null and not field.has_default() and field.get_internal_type() in ("CharField", "SlugField"):
            setattr(row, field.name, str(next(numbers)))
    row.save()
    return row


def filled(make, **optional):
    """A row with relations that may be empty as well, where the project lets it have them."""
    try:
        with transaction.atomic():
            return make(**optional)
    except Exception:
        return make(**{name: value for name, value in optional.items() if not callable(value)})

${/\bchoice\(/.test(factories + superuser) ? CHOICE : ''}
${factories}
${superuser}

${BASE}
${tests}`;
}

const CHOICE = `
def choice(label, field, n):
    """One of the choices of a field, another one for each row as far as there are."""
    values = [value for value, _ in apps.get_model(label)._meta.get_field(field).flatchoices if value not in (None, "")]
    return values[n % len(values)]

`;

const BASE = String.raw`
def shape(sql):
    """A statement without its values: the same for all rows."""
    return re.sub(r"'(?:[^']|'')*'|\b\d+\b", "?", sql)


def brief(sql):
    """A statement without the names of its columns."""
    return re.sub(r"(?<=SELECT ).{40,}?(?= FROM )", "…", sql)[:300]


class AdminQueries(TestCase):
    databases = "__all__"
    fixtures = []  # rows that the project can't do without: the names of its fixtures

    def setUp(self):
        global numbers
        numbers = count(FIRST)
        # the admin's styles and scripts needn't be collected for this
        plain = mock.patch.object(StaticNode, "handle_simple", classmethod(lambda cls, path: f"/static/{path}"))
        plain.start()
        self.addCleanup(plain.stop)
        try:
            user = superuser()
        except Exception as problem:
            self.fail(f"No superuser can be made. Mend superuser() in this file, or name fixtures. {type(problem).__name__}: {problem}")
        # the usual way in where there are several: others may want more than a session, and end it
        known = [path for path in settings.AUTHENTICATION_BACKENDS if path.endswith("ModelBackend")]
        self.client.force_login(user, *known[:1])

    def attempt(self, what, make, *args):
        try:
            return make(*args)
        except Exception as problem:
            self.skipTest(f"{what} can't be made by this file: {type(problem).__name__}: {problem}")

    def address(self, name, *args):
        try:
            return reverse(name, args=args)
        except NoReverseMatch:
            self.skipTest(f"there is no page {name}")

    def opened(self, url):
        """The page and the statements that it took."""
        try:
            with ExitStack() as stack:
                logs = [stack.enter_context(CaptureQueriesContext(connection)) for connection in connections.all()]
                response = self.client.get(url, secure=True)
        except Exception as problem:
            self.skipTest(f"{url} can't be opened with the rows of this file: {type(problem).__name__}: {problem}")
        if response.status_code != 200:
            self.skipTest(f"{url} answers with {response.status_code} {response.get('Location', '')}".strip())
        queries = [query["sql"] for log in logs for query in log.captured_queries]
        return response, [sql for sql in queries if not re.match(r"(SAVEPOINT|RELEASE|ROLLBACK|BEGIN|COMMIT)\b", sql)]

    def check_list(self, name, make, most=MOST, per_row=0):
        """The list opens with as many queries for MANY rows as for FEW."""
        url = self.address(name)

        def grown(rows):
            for _ in range(rows):
                self.attempt("a row of the list", make)
            self.opened(url)  # what is cached once for all is cached now
            response, queries = self.opened(url)
            page = (getattr(response, "context_data", None) or {}).get("cl")
            if page is None:
                self.skipTest(f"{url} is no list")
            return queries, len(page.result_list)

        few, few_shown = grown(FEW)
        many, many_shown = grown(MANY - FEW)
        if many_shown <= few_shown:
            self.skipTest(f"{url} doesn't show the rows of this file: {few_shown}, then {many_shown}")
        self.compare(f"List {name}", few, few_shown, many, many_shown, most, per_row)

    def check_form(self, name, make, children=(), others=(), most=MOST, per_row=0):
        """The form of a row opens with as many queries where its inlines and the tables of its options have MANY rows as where they have FEW."""
        row = self.attempt("the row of the form", make)
        url = self.address(name, quote(row.pk))

        def grown(rows, made=0):
            for _ in range(rows):
                for child in children:
                    self.attempt("a row of an inline", child, row)
                for other in others:
                    self.attempt("a row that the form offers", other)
            for _ in range(rows - made):
                self.attempt("a row of the form's table", make)
            self.opened(url)
            return self.opened(url)[1]

        few = grown(FEW, made=1)
        many = grown(MANY - FEW)
        self.compare(f"Form {name}", few, FEW, many, MANY, most, per_row)

    def compare(self, page, few, few_rows, many, many_rows, most, per_row):
        growth = (len(many) - len(few)) / (many_rows - few_rows)
        counts = f"{page}: {len(few)} queries for {few_rows} rows, {len(many)} for {many_rows}"
        if growth > per_row:
            repeated = Counter(map(shape, many)) - Counter(map(shape, few))
            lines = [f"  {times} more of {brief(sql)}" for sql, times in repeated.most_common(5)]
            allowed = f", where {per_row} is allowed" if per_row else ""
            self.fail("\n".join([f"{counts}: {'one' if growth == 1 else format(growth, '.3g')} more per row{allowed}", *lines]))
        if len(many) > most:
            lines = [f"  {times} of {brief(sql)}" for sql, times in Counter(map(shape, many)).most_common(5)]
            self.fail("\n".join([f"{counts}: more than the budget of {most}", *lines]))
`;
