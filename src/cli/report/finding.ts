import type { Linter, Rule } from 'eslint';
import { unifiedDiff } from '../diff.ts';
import { withEdits } from '../edits.ts';
import { remedyOf } from '../formats/report.ts';
import { plainId } from '../rule-id.ts';
import { type Html, html, prose } from './html.ts';
import type { ShownFile, ShownFinding } from './view.ts';

/** Lines around a finding that are shown with it. */
const CONTEXT = 2;

/** A finding to open up: the code, the reason, and what the remedies change. */
export function findingItem({ message, parts, isNew }: ShownFinding, file: ShownFile, docs: string | undefined): Html {
  const remedy = remedyOf(message);
  const rule = plainId(message.ruleId);
  return html`<li data-rule="${rule}" data-remedy="${remedy ?? 'none'}" data-new="${String(isNew)}">
<details class="finding"><summary><span class="line">${message.line}</span> <span class="headline">${prose(parts.headline)}</span>
<span class="tags">${isNew ? html`<span class="tag new">new</span> ` : ''}<span class="tag">${rule}</span>${remedy === undefined ? '' : html` <span class="tag mended">${remedy}</span>`}</span></summary>
<div class="body">
${excerpt(message, file)}
${parts.note === undefined ? '' : html`<p><b>Why:</b> ${prose(parts.note)}</p>`}
${parts.help === undefined ? '' : html`<p><b>Help:</b> ${prose(parts.help)}</p>`}
${remedies(message, file)}
${docs === undefined ? '' : html`<p><a href="${docs}">About ${rule}</a></p>`}
</div></details></li>
`;
}

/** The lines around the place, with what the finding is about marked in them. */
function excerpt({ line, column, endLine = line, endColumn }: Linter.LintMessage, { lines, path }: ShownFile): Html {
  const first = Math.max(line - CONTEXT, 1);
  const last = Math.min(line + CONTEXT, lines.length);
  const shown = lines.slice(first - 1, last).map((text, index) => {
    const number = first + index;
    if (number !== line) return html`<span class="code" data-line="${number}">${text}\n</span>`;
    const end = endLine === line && endColumn !== undefined ? endColumn - 1 : text.length;
    return html`<span class="code hit" data-line="${number}">${text.slice(0, column - 1)}<mark>${text.slice(column - 1, end)}</mark>${text.slice(end)}\n</span>`;
  });
  return html`<pre tabindex="0" role="group" aria-label="${path}, line ${line}"><code>${shown}</code></pre>`;
}

function remedies({ fix, suggestions = [] }: Linter.LintMessage, file: ShownFile): Html[] {
  const edits = fix === undefined ? suggestions.map(({ desc, fix: edit }) => ({ title: desc, edit })) : [{ title: 'Written by --fix, as it changes nothing but the queries.', edit: fix }];
  return edits.map(({ title, edit }) => html`<p><b>Remedy:</b> ${prose(title)}</p>\n${diffOf(edit, file, title)}`);
}

function diffOf(edit: Rule.Fix, { source, path }: ShownFile, title: string): Html {
  // the names of the file stand above it already
  const lines = unifiedDiff(path, source, withEdits(source, [edit])).split('\n').slice(2, -1);
  const kinds: Readonly<Record<string, string>> = { '+': 'added', '-': 'removed', '@': 'hunk' };
  return html`<pre class="diff" tabindex="0" role="group" aria-label="Changes: ${title}"><code>${lines.map((line) => html`<span class="code ${kinds[line.charAt(0)] ?? ''}">${line}\n</span>`)}</code></pre>`;
}
