import { isAbsolute } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { ESLint, Linter } from 'eslint';
import { addressOf } from '../../address.ts';
import type { CheckedFile } from '../linter.ts';
import type { Parts } from '../parts.ts';
import { pathFrom } from '../paths.ts';
import { NAMESPACE, plainId } from '../rule-id.ts';
import { pageOf } from '../rule-page.ts';
import { fingerprintsOf } from './fingerprints.ts';
import type { Report } from './report.ts';

const ROOT_ID = '%SRCROOT%';

/** SARIF 2.1.0, with the rules' descriptions and paths relative to the root of the sources. */
export function formatSarif({ files, rules, version, root, partsOf }: Report): string {
  const ids = Object.keys(rules).sort();
  const uris = files.map(({ result }) => uriOf(root, result.filePath));
  const checked = files.filter(({ failure }) => failure === undefined);
  const log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'admin-scale', semanticVersion: version, informationUri: addressOf('README.md'), rules: ids.map((id) => ruleOf(id, rules[id]?.meta?.docs)) } },
        columnKind: 'utf16CodeUnits',
        originalUriBaseIds: { [ROOT_ID]: { uri: `${pathToFileURL(root).href.replace(/\/$/, '')}/` } },
        artifacts: uris.map((uri) => ({ location: locationOf(uri) })),
        invocations: [
          {
            executionSuccessful: !files.some(({ failure }) => failure === 'crash'),
            toolExecutionNotifications: files.flatMap((file, index) => notificationsOf(file, uris[index] ?? '')),
          },
        ],
        results: checked.flatMap(({ result }) => resultsOf(result, root, ids, partsOf)),
      },
    ],
  };
  return `${JSON.stringify(log, undefined, 2)}\n`;
}

function ruleOf(id: string, docs: { description?: string | undefined; url?: string | undefined } | undefined) {
  const text = docs?.description;
  return {
    id: `${NAMESPACE}${id}`,
    name: id,
    // GitHub shows `help` beside a result and wants all three texts.
    ...(text === undefined ? {} : { shortDescription: { text }, fullDescription: { text }, help: { text: docs?.url ?? text, ...markdownOf(id) } }),
    ...(docs?.url === undefined ? {} : { helpUri: docs.url }),
    defaultConfiguration: { level: 'error' },
    properties: { tags: ['performance', 'database'], precision: 'high' },
  };
}

function markdownOf(id: string): { markdown?: string } {
  const page = pageOf(id);
  return page === undefined ? {} : { markdown: page };
}

function resultsOf(result: ESLint.LintResult, root: string, ids: readonly string[], partsOf: Report['partsOf']) {
  const uri = uriOf(root, result.filePath);
  const prints = fingerprintsOf(result, pathFrom(root, result.filePath));
  const found = result.messages.map((message, index) => ({
    ...resultOf(message, uri, ids),
    partialFingerprints: { 'adminScale/v1': prints[index] },
    ...fixesOf(message, uri),
    ...relatedOf(partsOf(result.filePath, message), { file: result.filePath, line: message.line }, root),
  }));
  return [...found, ...result.suppressedMessages.map((message) => resultOf(message, uri, ids))];
}

/** The loop, the query that loads its rows, and the query that is reported where the function around it is called, but for the line of the report. */
function relatedOf({ related = [] }: Parts, at: { readonly file: string; readonly line: number }, root: string) {
  const others = related.filter(({ file, line }) => file !== at.file || line !== at.line);
  if (others.length === 0) return {};
  const relatedLocations = others.map(({ file, line, text }, index) => ({
    id: index + 1,
    physicalLocation: { artifactLocation: locationOf(uriOf(root, file)), region: { startLine: line } },
    message: { text },
  }));
  return { relatedLocations };
}

/** The fix, or the suggestions, as replacements of places in the text. */
function fixesOf({ fix, suggestions = [] }: Linter.LintMessage, uri: string) {
  const edits = fix === undefined ? suggestions.map((one) => ({ edit: one.fix, text: one.desc })) : [{ edit: fix, text: 'The same results with fewer queries.' }];
  if (edits.length === 0) return {};
  // ESLint and SARIF count characters alike, from 0 and after a mark of byte order
  const fixes = edits.map(({ edit, text }) => ({
    description: { text },
    artifactChanges: [{ artifactLocation: locationOf(uri), replacements: [{ deletedRegion: offsetsOf(edit.range), insertedContent: { text: edit.text } }] }],
  }));
  return { fixes };
}

function offsetsOf([start, end]: readonly [number, number]) {
  return { charOffset: start, charLength: end - start };
}

function resultOf(message: Linter.LintMessage | Linter.SuppressedLintMessage, uri: string, ids: readonly string[]) {
  const index = ids.indexOf(plainId(message.ruleId));
  const suppressions = 'suppressions' in message ? message.suppressions : [];
  return {
    ...(message.ruleId === null ? {} : { ruleId: message.ruleId }),
    ...(index < 0 ? {} : { ruleIndex: index }),
    level: levelOf(message),
    message: { text: message.message },
    locations: [{ physicalLocation: { artifactLocation: locationOf(uri), region: regionOf(message) } }],
    // `suppressions: []` would mean: surely not suppressed.
    ...(suppressions.length === 0 ? {} : { suppressions: suppressions.map(suppressionOf) }),
  };
}

function suppressionOf({ kind, justification }: { readonly kind: string; readonly justification: string }) {
  return { kind: kind === 'file' ? 'external' : 'inSource', ...(justification === '' ? {} : { justification }) };
}

function notificationsOf({ failure, result }: CheckedFile, uri: string) {
  if (failure === undefined) return [];
  return result.messages.map((message) => ({
    level: failure === 'crash' ? 'error' : 'warning',
    message: { text: message.message },
    locations: [{ physicalLocation: { artifactLocation: locationOf(uri), region: regionOf(message) } }],
  }));
}

function levelOf({ severity }: Linter.LintMessage): 'error' | 'warning' {
  return severity === 2 ? 'error' : 'warning';
}

/** Lines and columns count from 1 in ESLint's messages as in SARIF. */
function regionOf({ line, column, endLine, endColumn }: Linter.LintMessage) {
  return {
    startLine: Math.max(line, 1),
    startColumn: Math.max(column, 1),
    ...(endLine === undefined || endColumn === undefined ? {} : { endLine, endColumn }),
  };
}

function locationOf(uri: string) {
  return uri.startsWith('file:') ? { uri } : { uri, uriBaseId: ROOT_ID };
}

function uriOf(root: string, path: string): string {
  const relative = pathFrom(root, path);
  return isAbsolute(relative) ? pathToFileURL(path).href : relative.split('/').map(encodeURIComponent).join('/');
}
