import { createHash } from 'node:crypto';
import type { TableSize } from '../../model/data-model.ts';
import { queriesFor } from '../../model/row-scope.ts';
import { remedyOf } from '../formats/report.ts';
import { plainId } from '../rule-id.ts';
import { counted } from '../terminal.ts';
import { findingItem } from './finding.ts';
import { Html, html, prose } from './html.ts';
import { FOLDED, SCRIPT, STYLE } from './look.ts';
import type { RankedPage, ShownFile, ShownTable, Trend, View } from './view.ts';

/** Of the width of a bar, so that a page of few queries is seen at all. In percent. */
const THINNEST = 0.5;

/**
 * The report as one HTML document that loads nothing: its policy lets no script run and no style hold but its own.
 *
 * @param docsOf address of a rule's page
 */
export function pageText(view: View, docsOf: (rule: string) => string | undefined): string {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src '${hashOf(STYLE)}'; script-src '${hashOf(SCRIPT)}'; img-src data:; base-uri 'none'; form-action 'none'">
<title>${view.project}: admin pages and their queries</title>
<link rel="icon" href="data:,">
<style>${new Html(STYLE)}</style>
</head>
<body>
<a class="skip" href="#pages">Skip to the pages</a>
<header>
<h1>${view.project}: admin pages and their queries</h1>
<p class="dim">Estimated from the code by admin-scale ${view.version}, <time datetime="${view.made}">${view.made.replace('T', ' ').replace('Z', ' UTC')}</time></p>
${sums(view)}
</header>
<main>
${pagesSection(view)}
${findingsSection(view, docsOf)}
${tablesSection(view.tables)}
</main>
<footer>${view.notes.map((note) => html`<p>${note}</p>\n`)}</footer>
<script>${new Html(SCRIPT)}</script>
</body>
</html>
`.text;
}

function hashOf(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`;
}

function sums({ pages, files, tables, trend }: View): Html {
  const now = pages.reduce((sum, page) => sum + page.now, 0);
  const remedied = pages.reduce((sum, page) => sum + page.remedied, 0);
  const messages = files.flatMap(({ findings }) => findings).map(({ message }) => message);
  const mended = messages.filter((message) => remedyOf(message) !== undefined).length;
  const whole = tables.filter(({ loads }) => loads.length > 0).length;
  return html`<dl class="sums">
<div><dt>Admin pages</dt><dd>${pages.length}</dd></div>
<div><dt>Queries to open each once</dt><dd>${figure(now)} →&nbsp;${figure(remedied)}<small>now, and with every remedy</small></dd></div>
<div><dt>Findings</dt><dd>${messages.length}<small>${mended} with a remedy to take</small></dd></div>
<div><dt>Tables that code loads whole</dt><dd>${whole}</dd></div>
${trend === undefined ? '' : trendSums(trend)}</dl>`;
}

function trendSums({ before, now, newPages, gonePages, newFindings, goneFindings }: Trend): Html {
  const pages = [newPages > 0 ? counted(newPages, 'new page') : '', gonePages > 0 ? `${counted(gonePages, 'page')} gone` : ''].filter(Boolean).join(', ');
  return html`<div><dt>Queries since the earlier report</dt><dd>${change(before, now)}<small>${figure(before)} → ${figure(now)} on the same pages${pages === '' ? '' : `; ${pages}`}</small></dd></div>
<div><dt>Findings since the earlier report</dt><dd><span class="${newFindings > 0 ? 'bad' : ''}">${newFindings} new</span><small>${goneFindings} gone</small></dd></div>
`;
}

function change(before: number, now: number): Html {
  if (before === now) return html`<span>±0</span>`;
  return html`<span class="${now < before ? 'good' : 'bad'}">${now < before ? '−' : '+'}${figure(Math.abs(now - before))}</span>`;
}

function pagesSection({ pages, unread, trend }: View): Html {
  const longest = Math.max(...pages.map(({ now }) => now), 1);
  const others = unread.length === 0 ? '' : html`<p class="dim">No sum is given of ${unread.length === 1 ? 'one page' : `${unread.length} pages`} that couldn't be read to the end: ${unread.join(', ')}.</p>`;
  return html`<section id="pages" aria-labelledby="pages-title">
<h2 id="pages-title">Pages</h2>
${pages.length === 0 ? html`<p>No list of an admin was found.</p>` : html`<p>Queries that one visit to the list sends: <span class="key now"></span> now, <span class="key left"></span> with every remedy applied.</p>
<div class="controls" hidden><label>Sort by <select id="page-sort"><option value="now">queries now</option><option value="saved">queries saved</option><option value="remedied">queries left</option><option value="rows">rows a page</option>${trend === undefined ? '' : html`<option value="change">change since the earlier report</option>`}<option value="name">name</option></select></label></div>
<ol id="page-list">
${pages.map((page) => pageItem(page, longest, trend !== undefined))}</ol>
${unfolding('page-list', pages.length, 'pages')}`}
${others}
</section>`;
}

function pageItem(page: RankedPage, longest: number, hasTrend: boolean): Html {
  const { name, model, path, line, list, now, remedied, before } = page;
  const percent = (queries: number): string => `${Math.max((100 * queries) / longest, queries === 0 ? 0 : THINNEST).toFixed(2)}%`;
  const trend = !hasTrend ? '' : before === undefined ? html`<small>new</small>` : before === now ? html`<small>unchanged</small>` : html`<small class="${now < before ? 'good' : 'bad'}">was ${figure(before)}</small>`;
  return html`<li data-name="${name}" data-now="${now}" data-remedied="${remedied}" data-saved="${now - remedied}" data-rows="${list.pageSize}" data-change="${now - (before ?? now)}">
<details class="page"><summary><span class="name">${name}<small>${model === undefined ? '' : `${model} · `}${path}:${line}</small></span>
<svg class="bar" aria-hidden="true"><rect class="now" width="${percent(now)}" height="100%" rx="2"/><rect class="left" width="${percent(remedied)}" height="100%" rx="2"/></svg>
<span class="numbers"><span class="heard">queries now and with every remedy: </span>${figure(now)} → ${figure(remedied)}${trend}</span></summary>
<div class="body">${sumTable(page)}<p><a href="#findings" data-path="${path}">Findings in ${path}</a></p></div></details></li>
`;
}

/** A button for a list that is shown in part; the script folds it. */
function unfolding(list: string, length: number, what: string): Html {
  return length <= FOLDED ? html`` : html`<p class="controls" hidden><button type="button" data-unfolds="${list}" aria-controls="${list}">Show all ${length} ${what}</button></p>`;
}

/** What the page's queries are the sum of. */
function sumTable({ list, now, remedied }: RankedPage): Html {
  const rows = list.parts.map(({ what, fixed, perRow }) => ({ what, fixed, perRow, together: queriesFor({ fixed, perRow }, list.pageSize) })).sort((a, b) => b.together - a.together);
  return html`<div class="wide"><table><caption>${list.unit === undefined ? 'Queries' : 'Requests'} of one page of ${counted(list.pageSize, 'row')}</caption>
<thead><tr><th scope="col">What they are for</th><th scope="col" class="number">once</th><th scope="col" class="number">a row</th><th scope="col" class="number">together</th></tr></thead>
<tbody>${rows.map(({ what, fixed, perRow, together }) => html`<tr><th scope="row">${prose(what.replace(/^for /, ''))}</th><td class="number">${figure(fixed)}</td><td class="number">${figure(perRow)}</td><td class="number">${figure(together)}</td></tr>\n`)}</tbody>
<tfoot><tr><th scope="row">now</th><td></td><td></td><td class="number">${figure(now)}</td></tr><tr><th scope="row">with every remedy</th><td></td><td></td><td class="number">${figure(remedied)}</td></tr></tfoot></table></div>`;
}

function findingsSection({ files, trend }: View, docsOf: (rule: string) => string | undefined): Html {
  const findings = files.flatMap((file) => file.findings);
  if (findings.length === 0) return html`<section id="findings" aria-labelledby="findings-title"><h2 id="findings-title">Findings</h2><p>None.</p></section>`;
  const rules = [...new Set(findings.map(({ message }) => plainId(message.ruleId)))].sort();
  const fresh = trend === undefined ? '' : html`<label><input type="checkbox" id="fresh"> new ones only</label>`;
  return html`<section id="findings" aria-labelledby="findings-title">
<h2 id="findings-title">Findings</h2>
<p>The file with the worst page first.</p>
<div class="controls" hidden role="search" aria-label="Findings"><label>Find <input type="search" id="find" autocomplete="off"></label>
<label>Rule <select id="rule"><option value="">all</option>${rules.map((rule) => html`<option>${rule}</option>`)}</select></label>
<label>Remedy <select id="remedy"><option value="">any</option><option>--fix</option><option>suggestion</option><option>none</option></select></label>
${fresh}<button type="button" id="open-all">Open all</button><button type="button" id="close-all">Close all</button>
<span id="shown" role="status" class="dim"></span></div>
${files.map((file) => fileSection(file, docsOf))}</section>`;
}

function fileSection(file: ShownFile, docsOf: (rule: string) => string | undefined): Html {
  return html`<section data-path="${file.path}" aria-label="${file.path}"><h3>${file.path}</h3>
<ol>
${file.findings.map((finding) => findingItem(finding, file, docsOf(plainId(finding.message.ruleId))))}</ol></section>
`;
}

const GROWTH: Readonly<Record<TableSize['growth'], string>> = { small: 'small', few: 'few rows as a rule', growing: 'grows', unknown: '' };

function tablesSection(tables: readonly ShownTable[]): Html {
  const head = (title: string, first: 'ascending' | 'descending', kind = ''): Html => html`<th scope="col" class="${kind}" data-first="${first}"><button type="button">${title}</button></th>`;
  return html`<section id="tables" aria-labelledby="tables-title">
<h2 id="tables-title">Tables</h2>
${tables.length === 0 ? html`<p>None was read about.</p>` : html`<p>Their sizes, as the settings say them (<code>admin-scale rows</code> takes them from the database), and the code that loads every row.</p>
<div class="wide"><table><thead><tr>${head('Model', 'ascending')}${head('Rows', 'descending', 'number')}${head('Growth', 'ascending')}${head('Loaded whole by', 'descending')}</tr></thead>
<tbody id="table-list">${tables.map(({ table: { model, rows, growth, because }, loads }) => html`<tr><th scope="row" data-sort="${model}">${model}</th><td class="number" data-sort="${rows ?? -1}">${rows === undefined ? '?' : figure(rows)}</td><td data-sort="${growth}">${growthCell(growth, because)}</td><td data-sort="${loads.length}">${loads.length === 0 ? '–' : html`<ul>${loads.map(({ path, line, by }) => html`<li>${prose(by)} <span class="dim">${path}:${line}</span></li>`)}</ul>`}</td></tr>
`)}</tbody></table></div>
${unfolding('table-list', tables.length, 'tables')}`}
</section>`;
}

/** How a table grows, and why that is thought; some reasons say both (`grows with use`). */
function growthCell(growth: TableSize['growth'], because: string | undefined): Html {
  const how = GROWTH[growth];
  if (because === undefined) return html`${how}`;
  return how !== '' && because.startsWith(`${how} `) ? html`${prose(because)}` : html`${how} <span class="dim">${prose(because)}</span>`;
}

function figure(number: number): string {
  return number.toLocaleString('en-US');
}
