import { ABOUTS } from '../libraries/abouts.ts';
import { enumerated } from '../model/text.ts';

/** Text in lines of a terminal's width, as far as words allow. */
const wrapped = (text: string): string => text.replaceAll(/(.{1,96})(?: |$)/gu, '$1\n').trimEnd();

export const HELP = `admin-scale finds what makes admin panels and ORM code slow as tables grow, and says what to
write instead.
${wrapped(`It reads ${enumerated(ABOUTS.map(({ label }) => label))} code.`)}
It needs no configuration, never runs your code or loads your ESLint config, and never goes online.

Usage
  admin-scale check [paths...] [options]
  admin-scale explain FILE:LINE [--settings FILE]
  admin-scale budget [DIR] [--max N] [--force] [--stdout]

  explain prints what was read on a line and why it is reported or not.
  budget writes tests for the project in DIR, for its own test runner: each admin list and form
  needs as many queries for many rows as for few.
  paths are files, directories or globs; without any, the current directory is checked.

Examples
  admin-scale check                         everything below the current directory
  admin-scale check shop/admin.py apps/api  one file and one directory
  admin-scale check --fix                   write the fixes that change nothing but the queries
  admin-scale check --preset strict         also what is only sometimes worth changing

What is checked
  --preset NAME       recommended (default: what is nearly always right) or strict (all rules)
  --rule RULE         only this rule; give it more than once for several
  --rule 'RULE: off'  switch a rule off, or set it to warn or error; RULE=off works too,
                      and options are JSON: 'RULE: ["error", { "option": 1 }]'
  --settings FILE     JSON file with the value of settings['admin-scale'], for example
                      { "rows": { "Country": 250 }, "ignore": ["legacy/**"] }

What is changed
  --fix               write safe fixes to the files; the report is of what is left

What budget writes
  --max N             queries that a page may need (default: 30)
  --force             also where the test file is there already
  --stdout            print it instead

What is printed
  --format NAME       stylish (default), json (as ESLint prints it), sarif (2.1.0) or github
                      (annotations in GitHub Actions)
  --quiet             errors only, no warnings
  --verbose           also what was found, skipped and could not be parsed
  --color, --no-color force colours on or off; NO_COLOR is respected
  -h, --help          this text
  -v, --version       the version

When it fails
  --max-warnings N    exit 1 on more than N warnings, which only rules set to warn give

Exit codes
  0  nothing to report (files that can't be parsed are counted, but are no findings)
  1  findings (explain: nothing was read there; budget: no admin page was found)
  2  could not run; the reason is on stderr

Tests, migrations, seeds, scripts, generated and vendored code are not checked, unless they are
apps of the project; the settings "include" and "ignore" widen and narrow that.
A comment silences one place:
  # eslint-disable-next-line admin-scale/RULE -- why     (Python)
  // eslint-disable-next-line admin-scale/RULE -- why    (JavaScript, TypeScript)
`;
