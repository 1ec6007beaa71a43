import { relative, sep } from 'node:path';
import type { PythonNode } from '../../../python/nodes.ts';
import type { Place } from '../../../python/syntax/static.ts';
import type { DjangoProject } from '../project.ts';

/** A path as messages say it, from the top of the project on: "shop/serializers.py" */
export function pathIn({ root }: Pick<DjangoProject, 'root'>, path: string): string {
  return relative(root, path).split(sep).join('/');
}

/** "shop/serializers.py:12" */
export function placeIn(django: Pick<DjangoProject, 'root'>, { module, node }: Place<PythonNode>): string {
  return `${pathIn(django, module.path)}:${String(module.line(node))}`;
}
