/** Of a long list, what is shown before somebody asks for all. */
export const FOLDED = 20;

/** How the page looks: on a screen, light or dark, and on paper. */
export const STYLE = `
:root { color-scheme: light dark; --ground: #fff; --raised: #f6f8fa; --text: #1f2328; --dim: #57606a; --line: #d0d7de; --link: #0759c0; --now: #e08e45; --left: #0f7b6c; --hit: #fff4ce; --mark: #ffd76a; --add: #dafbe1; --cut: #ffebe9; --tag: #eaeef2; --good: #0a6640; --bad: #a11a1a; }
@media (prefers-color-scheme: dark) { :root { --ground: #0f1419; --raised: #181e25; --text: #e6edf3; --dim: #a0aab5; --line: #39424d; --link: #7ab7ff; --now: #c4712a; --left: #46c2ae; --hit: #33290f; --mark: #6b5314; --add: #12331f; --cut: #45191c; --tag: #2a323c; --good: #5fd38d; --bad: #ff8f87; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--ground); color: var(--text); font: 15px/1.5 system-ui, -apple-system, "Segoe UI", "Noto Sans", "DejaVu Sans", sans-serif; }
header, main, footer { max-width: 72rem; margin: 0 auto; padding: 0 1.25rem; }
header { padding-top: 2rem; }
h1 { font-size: 1.6rem; margin: 0; }
h2 { font-size: 1.25rem; margin: 2.5rem 0 .5rem; }
h3 { font: 600 .95rem/1.4 ui-monospace, "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace; margin: 1.5rem 0 .4rem; overflow-wrap: anywhere; }
p { margin: .5rem 0; max-width: 62rem; }
a { color: var(--link); }
a:focus-visible, summary:focus-visible, button:focus-visible, select:focus-visible, input:focus-visible, pre:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; }
.skip { position: absolute; left: -999rem; } .skip:focus { left: 1rem; top: 1rem; background: var(--ground); padding: .5rem; }
.dim { color: var(--dim); }
.heard { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
dl.sums { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(10.5rem, 100%), 1fr)); gap: .75rem; margin: 1.25rem 0 0; }
dl.sums div { background: var(--raised); border: 1px solid var(--line); border-radius: .5rem; padding: .7rem .9rem; }
dl.sums dt { color: var(--dim); font-size: .85rem; }
dl.sums dd { margin: 0; font-size: 1.3rem; font-weight: 600; font-variant-numeric: tabular-nums; }
dl.sums dd small { display: block; font-size: .8rem; font-weight: 400; color: var(--dim); }
.good { color: var(--good); } .bad { color: var(--bad); }
.controls { display: flex; flex-wrap: wrap; gap: .5rem 1rem; align-items: center; margin: .75rem 0; } .controls[hidden] { display: none; }
.controls label { display: inline-flex; gap: .4rem; align-items: center; }
select, input, button { font: inherit; color: inherit; background: var(--ground); border: 1px solid var(--line); border-radius: .35rem; padding: .2rem .5rem; }
button { cursor: pointer; }
ol, ul { list-style: none; margin: 0; padding: 0; }
details { border: 1px solid var(--line); border-radius: .4rem; margin: .35rem 0; background: var(--ground); }
summary { cursor: pointer; padding: .45rem .75rem; list-style: none; border-radius: .4rem; }
summary::-webkit-details-marker { display: none; }
summary:hover { background: var(--raised); }
summary::before { content: "▸"; color: var(--dim); flex: none; } details[open] > summary::before { content: "▾"; }
.page > summary { display: grid; grid-template-columns: 1rem minmax(0, 18rem) minmax(0, 1fr) 10rem; gap: .75rem; align-items: center; }
.page .name { font-weight: 600; overflow-wrap: anywhere; } .page .name small { display: block; font-weight: 400; color: var(--dim); overflow-wrap: anywhere; }
.bar { display: block; width: 100%; height: 1.1rem; } .bar .now { fill: var(--now); } .bar .left { fill: var(--left); }
.key { display: inline-block; width: .8rem; height: .8rem; border-radius: 2px; vertical-align: -1px; } .key.now { background: var(--now); } .key.left { background: var(--left); }
.numbers { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; } .numbers small { display: block; color: var(--dim); } .numbers small.good { color: var(--good); } .numbers small.bad { color: var(--bad); }
.body { padding: .25rem .9rem .7rem; border-top: 1px solid var(--line); }
.wide { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
caption { text-align: left; color: var(--dim); padding: .3rem 0; }
th, td { text-align: left; vertical-align: top; padding: .3rem .8rem .3rem 0; border-bottom: 1px solid var(--line); }
th.number, td.number { text-align: right; white-space: nowrap; }
tfoot td, tfoot th { font-weight: 600; border-bottom: 0; }
th button { border: 0; white-space: nowrap; padding: 0; font-weight: 600; background: none; } th button::after { content: " ↕"; color: var(--dim); } th[aria-sort=ascending] button::after { content: " ↑"; } th[aria-sort=descending] button::after { content: " ↓"; }
td ul li { margin: 0 0 .2rem; }
.finding > summary { display: grid; grid-template-columns: 1rem 3rem minmax(0, 1fr) auto; gap: .6rem; align-items: baseline; }
.finding .line { color: var(--dim); text-align: right; font-variant-numeric: tabular-nums; } .tags { text-align: right; }
.tag { display: inline-block; background: var(--tag); border-radius: .8rem; padding: 0 .55rem; font-size: .8rem; white-space: nowrap; } .tag.mended { color: var(--good); } .tag.new { color: var(--bad); font-weight: 600; }
code, pre { font-family: ui-monospace, "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace; font-size: .9em; }
p code, .headline code, td code, .name code { background: var(--tag); border-radius: .25rem; padding: 0 .25em; overflow-wrap: anywhere; }
pre { margin: .5rem 0; border: 1px solid var(--line); border-radius: .35rem; background: var(--raised); overflow-x: auto; font-size: .85rem; line-height: 1.45; }
pre code { display: inline-block; min-width: 100%; padding: .4rem 0; font-size: 1em; }
.code { display: block; padding: 0 .75rem; } .code[data-line]::before { content: attr(data-line); display: inline-block; width: 3.2em; margin-right: 1em; text-align: right; color: var(--dim); }
.hit { background: var(--hit); } mark { background: var(--mark); color: inherit; border-radius: .2rem; }
.added { background: var(--add); } .removed { background: var(--cut); } .hunk { color: var(--dim); }
[hidden], .folded > :nth-child(n + ${String(FOLDED + 1)}) { display: none !important; }
footer { margin-top: 3rem; padding-bottom: 3rem; color: var(--dim); font-size: .85rem; }
@media (max-width: 46rem) { .page > summary { grid-template-columns: 1rem minmax(0, 1fr) auto; } .page > summary .bar { grid-column: 2 / -1; grid-row: 2; } .finding > summary { grid-template-columns: 1rem 2rem minmax(0, 1fr); } .tags { grid-column: 3; text-align: left; } }
@media print {
  :root { color-scheme: light; --ground: #fff; --raised: #fff; --text: #000; --dim: #444; --line: #bbb; --link: #000; --now: #e08e45; --left: #0f7b6c; --hit: #fff4ce; --mark: #ffd76a; --add: #dafbe1; --cut: #ffebe9; --tag: #eee; --good: #0a6640; --bad: #a11a1a; }
  body { font-size: 10pt; } header, main, footer { max-width: none; padding: 0; }
  .controls, .skip { display: none; } summary::before { visibility: hidden; } summary, li, tr, dl.sums div, pre { break-inside: avoid; } h2, h3, summary { break-after: avoid; }
  pre { white-space: pre-wrap; overflow-wrap: anywhere; } * { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
}
`;

/** What the page does beside opening and closing: sorting, filtering, opening all, and opening what is printed. Without it everything is there to read. */
export const SCRIPT = `
'use strict';
const all = (selector, root = document) => [...root.querySelectorAll(selector)];
const one = (selector) => document.querySelector(selector);
for (const controls of all('.controls')) controls.hidden = false;

const pages = one('#page-list');
one('#page-sort')?.addEventListener('change', ({ target: { value } }) => {
  const [key, way] = value.split(' ');
  const order = (a, b) => key === 'name' ? a.dataset.name.localeCompare(b.dataset.name) : (Number(b.dataset[key]) - Number(a.dataset[key])) * (way === 'up' ? -1 : 1);
  pages.append(...all(':scope > li', pages).sort(order));
});

const filters = { text: one('#find'), rule: one('#rule'), remedy: one('#remedy'), fresh: one('#fresh') };
const findings = all('#findings li[data-rule]').map((item) => ({ item, text: item.closest('section').dataset.path.toLowerCase() + ' ' + item.textContent.toLowerCase() }));
const filter = () => {
  const words = filters.text.value.toLowerCase().split(/\\s+/).filter(Boolean);
  let shown = 0;
  for (const { item, text } of findings) {
    const { rule, remedy, new: fresh } = item.dataset;
    item.hidden = (filters.rule.value !== '' && rule !== filters.rule.value) || (filters.remedy.value !== '' && remedy !== filters.remedy.value) || (filters.fresh?.checked === true && fresh !== 'true') || !words.every((word) => text.includes(word));
    if (!item.hidden) shown += 1;
  }
  for (const section of all('#findings section')) section.hidden = all('li[data-rule]', section).every((item) => item.hidden);
  one('#shown').textContent = shown === findings.length ? shown + (shown === 1 ? ' finding' : ' findings') : shown + ' of ' + findings.length + ' findings';
};
if (filters.text !== null) {
  for (const control of Object.values(filters)) control?.addEventListener('input', filter);
  filter();
}
for (const link of all('a[data-path]')) link.addEventListener('click', () => {
  filters.text.value = link.dataset.path;
  filters.rule.value = filters.remedy.value = '';
  filter();
});

const setOpen = (open) => { for (const details of all('#findings li:not([hidden]) > details')) details.open = open; };
one('#open-all')?.addEventListener('click', () => setOpen(true));
one('#close-all')?.addEventListener('click', () => setOpen(false));

for (const button of all('th button')) button.addEventListener('click', () => {
  const header = button.closest('th');
  const descending = header.getAttribute('aria-sort') !== 'descending' && (header.hasAttribute('aria-sort') || header.dataset.first !== 'ascending');
  for (const other of all('th[aria-sort]', header.parentElement)) other.removeAttribute('aria-sort');
  header.setAttribute('aria-sort', descending ? 'descending' : 'ascending');
  const body = header.closest('table').tBodies[0];
  const keyOf = (row) => row.cells[header.cellIndex].dataset.sort;
  const compare = (a, b) => { const [x, y] = [keyOf(a), keyOf(b)]; return isNaN(x) || isNaN(y) ? x.localeCompare(y) : x - y; };
  body.append(...[...body.rows].sort((a, b) => (descending ? -1 : 1) * compare(a, b)));
});

for (const button of all('[data-unfolds]')) {
  const list = document.getElementById(button.dataset.unfolds);
  list.classList.add('folded');
  button.addEventListener('click', () => { list.classList.remove('folded'); button.closest('p').remove(); list.children[${String(FOLDED)}].querySelector('summary, button, a')?.focus(); });
}

let opened = [];
addEventListener('beforeprint', () => { opened = all('details:not([open])').filter((details) => details.closest('[hidden]') === null); for (const details of opened) details.open = true; });
addEventListener('afterprint', () => { for (const details of opened) details.open = false; });
`;
