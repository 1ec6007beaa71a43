import type { Linter } from 'eslint';
import { pathFrom } from '../paths.ts';
import { escaped } from './markup.ts';
import { findingsOf, type Report } from './report.ts';

/** JUnit's XML: a suite for each file, a failed case for each finding; a file without any passes. */
export function formatJunit({ files, root }: Report): string {
  const suites = findingsOf(files).map(({ filePath, messages }) => {
    const path = attribute(pathFrom(root, filePath));
    const cases = messages.length === 0 ? [`    <testcase name="admin-scale" classname="${path}"/>`] : messages.map((message) => failedCase(path, message));
    return [`  <testsuite name="${path}" tests="${String(cases.length)}" failures="${String(messages.length)}" errors="0">`, ...cases, '  </testsuite>'].join('\n');
  });
  const count = (of: (messages: readonly Linter.LintMessage[]) => number): string => String(findingsOf(files).reduce((sum, { messages }) => sum + of(messages), 0));
  const totals = `tests="${count(({ length }) => Math.max(length, 1))}" failures="${count(({ length }) => length)}" errors="0"`;
  return `${['<?xml version="1.0" encoding="UTF-8"?>', `<testsuites name="admin-scale" ${totals}>`, ...suites, '</testsuites>'].join('\n')}\n`;
}

function failedCase(path: string, { ruleId, message, line, column, severity }: Linter.LintMessage): string {
  const place = `${path}:${String(line)}:${String(column)}`;
  return [
    `    <testcase name="${attribute(ruleId ?? '')} ${String(line)}:${String(column)}" classname="${path}">`,
    `      <failure type="${severity === 2 ? 'error' : 'warning'}" message="${attribute(message)}">${place}</failure>`,
    '    </testcase>',
  ].join('\n');
}

/** XML 1.0 has no way to write most control characters. */
function attribute(text: string): string {
  const legal = text.replace(/[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/g, '');
  return escaped(legal).replaceAll('"', '&quot;').replaceAll('\n', '&#10;');
}
