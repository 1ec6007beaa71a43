import type { TSESTree } from '@typescript-eslint/utils';
import type { BrokenQuery } from '../../model/query-call.ts';
import type { Edit, Remedy } from '../../model/text.ts';
import { conditionsIn } from '../../javascript/queries/conditions.ts';
import type { SourceFile } from '../../javascript/project/modules.ts';
import type { OrmCall } from '../../javascript/queries/orm.ts';
import type { JsModule } from '../../javascript/syntax/module.ts';
import { keyName, type Node, spanOf, unwrap } from '../../javascript/syntax/nodes.ts';
import { readerOf } from './api.ts';
import { ignoredPages } from './methods.ts';

/** The reads of a file that ask for a page, and get every row. */
export function unpagedReads(file: SourceFile): BrokenQuery[] {
  const reader = readerOf(file.module, file);
  return file.module.calls.flatMap((node) => {
    const call = reader.recognise(node);
    return call?.method === 'findMany' ? unpagedRead(file.module, call) : [];
  });
}

function unpagedRead(module: JsModule, call: OrmCall): BrokenQuery[] {
  const { options, limit, offset, model, orm } = call;
  const named = ignoredPages(module, options);
  const [first] = named;
  if (options === undefined || first === undefined || limit !== first.value || offset !== undefined || call.unlimited === true) return [];
  // what names its rows by a list of keys reads as many as that has
  if (conditionsIn(orm.filterOf(call)).some(({ operator }) => operator === 'in')) return [];
  const names = orm.optionNames;
  const written = named.map((property) => `\`${keyName(property) ?? ''}\``).join(' and ');
  return [{
    span: spanOf(first.key),
    problem: `\`findMany\` looks at no ${written}: every row${model === undefined ? '' : ` of \`${model}\``} that matches is read, whatever page is asked for.`,
    advice: `Say it with \`${names.offset}\` and \`${names.limit}\`, or let \`findPage\` of \`strapi.db.query\` read a page and its count.`,
    remedies: remediesFor(module, options, named, names),
  }];
}

/** The page as offset and limit, where the code writes out how it is asked for. */
function remediesFor(module: JsModule, options: TSESTree.ObjectExpression, named: readonly TSESTree.Property[], { offset, limit }: OrmCall['orm']['optionNames']): Remedy[] {
  const [first] = named;
  const asked = first !== undefined && keyName(first) === 'pagination' ? unwrap(first.value) : undefined;
  // which of two ways to ask for a page is meant is not for us to say
  if (asked !== undefined && named.length > 1) return [];
  const parts = new Map((asked?.type === 'ObjectExpression' ? asked.properties : asked === undefined ? named : []).flatMap((property) => (property.type === 'Property' ? [[keyName(property) ?? '', property] as const] : [])));
  const text = (name: string): string | undefined => {
    const value = parts.get(name)?.value;
    return value !== undefined && isPlain(value) ? module.textOf(value) : undefined;
  };
  const [page, size, start] = [text('page'), text('pageSize'), text('start')];
  const most = size ?? text('limit');
  if (most === undefined || parts.size !== [page, start, most].filter((one) => one !== undefined).length) return [];
  const skipped = start ?? (page === undefined || page === '1' ? undefined : `(${page} - 1) * ${most}`);
  const said = [...(skipped === undefined ? [] : [`${offset}: ${skipped}`]), `${limit}: ${most}`].join(', ');
  const last = named.at(-1);
  if (first === undefined || last === undefined || !areTogether(options, named)) return [];
  const edit: Edit = { span: [spanOf(first)[0], spanOf(last)[1]], text: said };
  return [{ title: 'Ask for the page', edits: [edit], safety: { changes: 'the page is read instead of every row' } }];
}

/** One option, or `page, pageSize` with nothing between them. */
function areTogether({ properties }: TSESTree.ObjectExpression, named: readonly TSESTree.Property[]): boolean {
  const [first = -1, second = first + 1, ...others] = named.map((property) => properties.indexOf(property));
  return others.length === 0 && second === first + 1;
}

/** A name, a number, or what turns a text into a number: it may be written twice. */
function isPlain(node: Node): boolean {
  const value = unwrap(node);
  if (value.type === 'CallExpression') return value.callee.type === 'Identifier' && /^(?:parseInt|Number|String)$/.test(value.callee.name) && value.arguments.every((argument) => isPlain(argument));
  return value.type === 'Identifier' || value.type === 'Literal' || (value.type === 'MemberExpression' && !value.computed && isPlain(value.object));
}
