import { lastName, singletonOf } from '../../../python/syntax/static.ts';
import type { ClassRef } from '../project/classes.ts';
import type { DjangoProject } from '../project.ts';

/** Neither added nor changed where it is in use: the form shows text instead of inputs. */
export function isReadOnly(django: DjangoProject, cls: ClassRef): boolean {
  return refuses(django, cls, 'has_add_permission') && refuses(django, cls, 'has_change_permission');
}

/** `return False` and nothing else, or what amounts to it where it is in use. */
export function refuses(django: DjangoProject, cls: ClassRef, permission: string): boolean {
  const method = django.method(cls, permission);
  const last = method?.node.body.at(-1);
  return last?.nodeType === 'Return' && last.value !== undefined && (singletonOf(last.value) === 'False' || lastName(last.value) === 'DEBUG') && method?.node.body.filter((statement) => statement.nodeType !== 'Expr').length === 1;
}
