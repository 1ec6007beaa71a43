import type { PythonNode } from '../../../python/nodes.ts';
import type { PyModule } from '../../../python/syntax/module.ts';
import { lastName } from '../../../python/syntax/static.ts';
import { walk } from '../../../python/syntax/walk.ts';
import type { ClassRef } from '../project/classes.ts';
import type { DjangoProject } from '../project.ts';
import { speakersIn } from '../project/speakers.ts';

/**
 * False where the project's code names the view only to say which of its actions answer (`OrderViewSet.as_view({"post": "create"})`), and `list` is none of them.
 * A router, a subclass and whatever else names it may route all of them.
 */
export function mayRouteList(django: DjangoProject, { node }: ClassRef): boolean {
  const uses = speakersIn(django.files).of(node.name).flatMap(({ file: { module } }) => (module === undefined ? [] : usesIn(module, node.name)));
  return uses.length === 0 || uses.includes('any');
}

function usesIn(module: PyModule, name: string): ('any' | 'others')[] {
  const found: ('any' | 'others')[] = [];
  for (const node of walk(module.ast, { nested: true })) {
    if (lastName(node) === name) found.push(routesOthers(module, node) ? 'others' : 'any');
  }
  return found;
}

/** `….as_view({"get": "retrieve"})` */
function routesOthers(module: PyModule, node: PythonNode): boolean {
  const method = module.parent(node);
  const call = method?.nodeType === 'Attribute' && method.attr === 'as_view' ? module.parent(method) : undefined;
  const [actions] = call?.nodeType === 'Call' && call.func === method ? call.args : [];
  return actions?.nodeType === 'Dict' && actions.keys.every((key) => key !== null) && actions.values.every((value) => value.nodeType === 'Constant' && value.value !== 'list');
}
