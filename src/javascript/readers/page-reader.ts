import type { TSESTree } from '@typescript-eslint/utils';
import type { FilterDialect } from '../queries/conditions.ts';
import { type MethodCall, MethodReader } from './method-reader.ts';
import type { OrmCall, OrmWords } from '../queries/orm.ts';
import { plainWords } from '../advice/plain-words.ts';
import type { Node } from '../syntax/nodes.ts';

const FILTER: FilterDialect = { operators: {}, all: 'and', any: 'or' };

const words: OrmWords = {
  ...plainWords({ inList: 'ids', readMany: () => '', insertMany: () => '', updateMany: () => '', deleteMany: () => '', after: '' }),
  readMany: () => 'Read what all of them need with one query before the loop.',
  load: () => undefined,
};

/** A call that reads the page which a request has asked for. */
export interface PageRead {
  readonly node: TSESTree.CallExpression;
  readonly callee: MethodCall['callee'] | TSESTree.Identifier;
  readonly name: string;
  /** The class of the rows, as the code names it. */
  readonly model: string | undefined;
  readonly answer: OrmCall['answer'];
}

/** One file's view of a library that reads a page for a request: whoever goes through the answer goes through the rows of a page. */
export abstract class PageReader extends MethodReader {
  readonly dataModel = undefined;
  readonly words = words;
  readonly optionNames = { where: '', offset: '', limit: '', order: '' };
  protected readonly filter = FILTER;

  /** The read of a page that `node` is. */
  protected abstract pageRead(node: TSESTree.CallExpression, callee: PageRead['callee']): Omit<PageRead, 'node' | 'callee'> | undefined;

  protected find({ node, callee }: MethodCall): OrmCall | undefined {
    return this.asked(node, callee);
  }

  protected override findCalled(node: TSESTree.CallExpression): OrmCall | undefined {
    return node.callee.type === 'Identifier' ? this.asked(node, node.callee) : undefined;
  }

  private asked(node: TSESTree.CallExpression, callee: PageRead['callee']): OrmCall | undefined {
    const read = this.pageRead(node, callee);
    const found = read && this.callOf({ node, callee, name: read.name }, { operation: 'readMany', many: true }, read.model);
    // the request says how many, up to what the library lets it
    return found && { ...found, rowsFrom: 'page', limit: node as Node, answer: read.answer };
  }
}
