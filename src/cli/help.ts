import { ABOUTS } from '../libraries/abouts.ts';
import { enumerated } from '../model/text.ts';

/** Columns of the help's text. */
const WIDTH = 98;

/** A text in lines of as many words as fit. */
function wrapped(text: string): string {
  return text.replaceAll(new RegExp(`(.{1,${String(WIDTH)}})(?: |$)`, 'g'), '$1\n').trimEnd();
}

export const HELP = `admin-scale finds what makes admin panels and ORM code slow as tables grow, and says what to
${wrapped(`write instead. It reads ${enumerated(ABOUTS.map(({ label }) => label))} code.`)}
It needs no configuration, never runs your code or loads your ESLint config, and never goes online.

Usage
  admin-scale check [paths...] [options]
  admin-scale report [paths...] [--out FILE] [--json FILE] [--baseline FILE]
  admin-scale explain RULE | FILE:LINE [--settings FILE]
  admin-scale rules
  admin-scale budget [DIR] [--max N] [--force] [--stdout]
  admin-scale rows --sql postgresql|mysql|sqlite
  admin-scale rows [DIR] --from FILE [--dry-run]
  admin-scale init [--yes] [--dry-run]

  report writes pages, findings and tables as one HTML file, to look at and to hand on.
  explain prints a rule's page, or what was read on a line and why it is reported or not.
  rules lists them all.
  budget writes tests for the project in DIR, for its own test runner: each admin list and form
  needs as many queries for many rows as for few.
  rows prints a statement that asks a database for the sizes of its tables, and takes its answer
  over into the settings.
  init sets a project up: ESLint or settings, editor, CI and commit hook; it asks before each.
  paths are files, directories or globs; without any, the current directory is checked.
  - reads one file from standard input, called as --stdin-filename says.

Examples
  admin-scale check                         everything below the current directory
  admin-scale check shop/admin.py apps/api  one file and one directory
  admin-scale check --fix                   write the fixes that change nothing but the queries
  admin-scale check --diff --fix-suggestions=no-write-per-row
                                            show what the suggestions of one rule would write
  admin-scale check --changed=main          only what changed since the branch left main

What is checked
  --preset NAME       recommended (default: what is nearly always right) or strict (all rules)
  --rule RULE         only this rule; give it more than once for several
  --rule 'RULE: off'  switch a rule off, or set it to warn or error; RULE=off works too,
                      and options are JSON: 'RULE: ["error", { "option": 1 }]'
  --settings FILE     JSON file with settings, in place of the nearest admin-scale.json,
                      [tool.admin-scale] in pyproject.toml or "admin-scale" in package.json
  --changed[=COMMIT]  only files that differ from where the branch left COMMIT (default: HEAD),
                      judged by the whole project; git is asked for their names
  --no-gitignore      also what .gitignore names
  --watch             check again whenever a file changes
  --stdin-filename F  check the text on standard input as the file F

What is changed
  --fix               write safe fixes to the files; the report is of what is left
  --fix-suggestions[=RULE]
                      write the first suggestion of each finding (of one rule), which says what
                      it changes: read what it did
  --diff              print what either would write, and write nothing; exits 1 if there is any

What report writes
  --out FILE          the page (default: admin-scale.html)
  --json FILE         what check --format json prints, beside it
  --baseline FILE     such a file of an earlier run, to show what became better and worse

What rows reads
  --from FILE         the answer of a database as CSV or JSON; - reads standard input
  --dry-run           show what would be written (init: as well)

What budget writes
  --max N             queries that a page may need (default: 30)
  --force             also where the test file is there already
  --stdout            print it instead

What is printed
  -f, --format NAME   full (default on a terminal), concise (one line a finding, default
                      elsewhere), json (as ESLint prints it, and more), sarif (2.1.0), github
                      (annotations), gitlab (Code Quality), junit, markdown (a comment)
  -o, --output-file F write the report to a file
  --statistics        counts by rule and by page, no findings
  --quiet             errors only, no warnings
  --verbose           also the code, what was found, skipped and could not be parsed, and comments
                      that silence nothing
  --color, --no-color force colours on or off; NO_COLOR and FORCE_COLOR are respected
  -h, --help          this text
  -v, --version       the version

When it fails
  --suppress-all      take down today's findings in eslint-suppressions.json, as ESLint does;
                      runs let those pass and report new ones
  --prune-suppressions
                      take out of that file what isn't found any more
  --suppressions-location FILE
                      another file
  --max-new N         exit 1 on more than N new errors (default: 0)
  --max-warnings N    exit 1 on more than N warnings, which only rules set to warn give

Exit codes
  0  nothing to report (files that can't be parsed are counted, but are no findings)
  1  findings (explain: nothing was read there; budget: no admin page was found; rows: no table
     is a model's; init: there is nothing to check)
  2  could not run; the reason is on stderr

Tests, migrations, seeds, scripts, generated and vendored code are not checked, unless they are
apps of the project; the settings "include" and "ignore" widen and narrow that.
A comment silences one place:
  # eslint-disable-next-line admin-scale/RULE -- why     (Python)
  // eslint-disable-next-line admin-scale/RULE -- why    (JavaScript, TypeScript)
`;
