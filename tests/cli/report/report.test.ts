import { readFileSync } from 'node:fs';
import { afterEach, describe, expect, it } from 'vitest';
import { html, prose } from '../../../src/cli/report/html.ts';
import { TemporaryProject } from '../stub.ts';
import { reportProject } from './project.ts';

let project: TemporaryProject;

afterEach(() => {
  project.remove();
});

const page = (name = 'admin-scale.html'): string => readFileSync(project.path(name), 'utf8');
/** What a reader sees, on one line. */
const textOf = (markup: string): string => markup.replace(/<(style|script)\b[^]*?<\/\1>/g, '').replace(/<[^>]+>/g, ' ').replaceAll('&#39;', "'").replaceAll('&quot;', '"').replace(/\s+/g, ' ');

describe('admin-scale report', () => {
  it('writes one page, with pages, sums, findings with code and diff, and tables', async () => {
    project = reportProject();
    const { code, stdout, stderr } = await project.run(['report', '--preset', 'strict'], { dependencies: {} });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/^Wrote admin-scale\.html: 2 admin pages, \d+ findings, 3 tables\.\n$/);
    const text = textOf(page());
    expect(text).toContain('OrderAdmin Order · shop/admin.py:4 queries now and with every remedy: 104 → 4');
    expect(text).toContain('Queries of one page of 100 rows What they are for once a row together supplier 0 1 100 the page and its counts 3 0 3 filters 1 0 1 now 104 with every remedy 4');
    expect(text).toContain('supplier is loaded once per row for column supplier : up to 101 queries for a page of 100. require-eager-loading --fix');
    expect(page()).toContain('<span class="code added">+    list_select_related = (&quot;supplier&quot;,)\n</span>');
    expect(page()).toContain('<span class="code hit" data-line="6">    list_display = (&quot;id&quot;, <mark>&quot;supplier&quot;</mark>)\n</span>');
    expect(text).toMatch(/Supplier 5,000 grows .*input supplier on the change form shop\/admin\.py:4 filter supplier at every request of the list shop\/admin\.py:7/);
  });

  it('says once that a table grows, where the reason says it', async () => {
    project = reportProject({
      'package.json': '{ "dependencies": { "@prisma/client": "6" } }',
      'schema.prisma': 'model Payment {\n  id Int @id\n  note String\n}\n',
      'src/payments.ts': "import { PrismaClient } from '@prisma/client';\nconst prisma = new PrismaClient();\nexport const all = async () => (await prisma.payment.findMany()).length;\n",
    });
    await project.run(['report'], { dependencies: {} });
    expect(textOf(page())).toContain('Payment ? grows with use prisma.payment.findMany');
  });

  it('loads nothing, and escapes what it shows', async () => {
    project = reportProject({ 'shop/evil.py': 'from .models import Order\n\ndef f(rows):\n    for row in Order.objects.all():\n        print(row.supplier.name, "</script><script>alert(1)</script><img src=x onerror=alert(2)>")\n' });
    await project.run(['report'], { dependencies: {} });
    expect(page()).not.toMatch(/<script>alert|<img|(?:src|href)="https?:(?!\/\/github\.com\/OWNER)/);
    expect(page()).toContain('&lt;/script&gt;&lt;script&gt;alert(1)');
    expect(page()).toContain("default-src 'none'");
  });

  it('compares with an earlier report, page by page and finding by finding', async () => {
    project = reportProject();
    await project.run(['report', '--preset', 'strict', '--json', 'old.json'], { dependencies: {} });
    project.write('shop/admin.py', readFileSync(project.path('shop/admin.py'), 'utf8').replace('    list_filter', '    list_select_related = ("supplier",)\n    list_filter'));
    project.write('shop/jobs.py', 'from .models import Order\n\ndef close():\n    for order in Order.objects.all():\n        order.number = 1\n        order.save()\n');
    const { code } = await project.run(['report', '--preset', 'strict', '--baseline', 'old.json', '--out', 'new.html'], { dependencies: {} });
    expect(code).toBe(0);
    const text = textOf(page('new.html'));
    expect(text).toContain('Queries since the earlier report −100 107 → 7 on the same pages');
    expect(text).toMatch(/4 → 4 was 104 /);
    expect(text).toMatch(/Findings since the earlier report 1 new 1 gone/);
    expect(text).toMatch(/`?order\.save`? runs once .* new no-write-per-row/);
  });

  it('says what it can’t read or write', async () => {
    project = reportProject({ 'other.json': '[{ "filePath": "a.py", "messages": [] }]', 'broken.json': '[' });
    expect(await project.run(['report', '--baseline', 'nowhere.json'])).toMatchObject({ code: 2, stderr: 'admin-scale: --baseline "nowhere.json" can\'t be read: ENOENT.\n' });
    expect((await project.run(['report', '--baseline', 'broken.json'])).stderr).toMatch(/^admin-scale: --baseline "broken\.json" can't be read: [^\n]*JSON/);
    expect((await project.run(['report', '--baseline', 'other.json'])).stderr).toContain('expected what "admin-scale check --format json"');
    expect(await project.run(['report', '--out', 'nowhere/a.html'])).toMatchObject({ code: 2, stderr: 'admin-scale: --out "nowhere/a.html" can\'t be written: ENOENT.\n' });
  });

  it('has nothing to show of a project without pages and findings', async () => {
    project = new TemporaryProject({ 'manage.py': 'import django\n', 'shop/a.py': 'a = 1\n' });
    expect((await project.run(['report'], { dependencies: {} })).stdout).toBe('Wrote admin-scale.html: 0 admin pages, 0 findings, 0 tables.\n');
    expect(textOf(page())).toContain('No list of an admin was found. Findings None. Tables None was read about.');
  });
});

describe('markup', () => {
  it('escapes values and takes markup as it is', () => {
    project = new TemporaryProject({});
    expect(html`<a title="${'"<&\''}">${[html`<b>${1}</b>`, undefined, '<']}</a>`.text).toBe('<a title="&quot;&lt;&amp;&#39;"><b>1</b>&lt;</a>');
    expect(prose('a `b<c` d').text).toBe('a <code>b&lt;c</code> d');
  });
});
