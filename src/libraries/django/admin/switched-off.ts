import { CIRCUMSTANCES, type Observation } from '../../../model/circumstance.ts';
import type { ExprNode, PythonNode, StmtNode } from '../../../python/nodes.ts';
import type { PyModule } from '../../../python/syntax/module.ts';
import { walk } from '../../../python/syntax/walk.ts';
import type { DjangoProject } from '../project.ts';
import { oncePerProject } from '../project/project-memo.ts';

/** The pages of the admin are served under a setting that is off unless somebody turns it on. */
const isSwitchedOff = oncePerProject((django): boolean => {
  const mounts = [...django.files.all()].filter(({ text }) => MOUNT.test(text)).flatMap(({ module }) => (module === undefined ? ['on'] : mountsIn(module)));
  return mounts.length > 0 && mounts.every((setting) => setting !== 'on' && isOffByDefault(django, setting));
});

/** What that is to evidence. */
export function seenOfAdmin(django: DjangoProject): readonly Observation[] {
  return isSwitchedOff(django) ? [{ what: 'switched-off' }] : [];
}

/** Why few would act on what the admin shows. */
export function lighterAdmin(django: DjangoProject): string | undefined {
  return isSwitchedOff(django) ? CIRCUMSTANCES['switched-off'].because : undefined;
}

const MOUNT = /\bsite\.urls\b/;

/** For each place of a module that serves an admin site: the setting that it stands under, `on` where there is none. */
function mountsIn(module: PyModule): string[] {
  return [...walk(module.ast, { nested: true })].filter((node) => node.nodeType === 'Attribute' && node.attr === 'urls' && MOUNT.test(module.source(node))).map((node) => settingAround(module, node) ?? 'on');
}

function settingAround(module: PyModule, node: PythonNode): string | undefined {
  for (let below = node, at = module.parent(node); at !== undefined; below = at, at = module.parent(at)) {
    const setting = at.nodeType === 'If' && at.body.includes(below as StmtNode) ? settingIn(at.test) : undefined;
    if (setting !== undefined) return setting;
  }
  return undefined;
}

/** `settings.ADMIN_ENABLED`, `getattr(settings, "ADMIN_ENABLED", False)` */
function settingIn(test: ExprNode): string | undefined {
  if (test.nodeType === 'Attribute') return test.value.nodeType === 'Name' && test.value.id === 'settings' ? test.attr : undefined;
  if (test.nodeType !== 'Call' || test.func.nodeType !== 'Name' || test.func.id !== 'getattr') return undefined;
  const [owner, name] = test.args;
  return owner?.nodeType === 'Name' && owner.id === 'settings' && name?.nodeType === 'Constant' && typeof name.value === 'string' ? name.value : undefined;
}

/** Every place that sets it sets it to `False`, or to what the environment says and else `False`. Nobody serves an application with `DEBUG`. */
function isOffByDefault(django: DjangoProject, setting: string): boolean {
  if (setting === 'DEBUG') return true;
  const set = new RegExp(String.raw`^[ \t]*${setting}\s*(?::\s*\w+\s*)?=(?!=)\s*(.*)`, 'gm');
  const values = [...django.files.all()].filter(({ text }) => text.includes(setting)).flatMap(({ text }) => [...text.matchAll(set)].map(([, value = '']) => ({ value, text })));
  return values.length > 0 && values.every(({ value, text }) => /^(?:False\b|\(\s*bool\s*,\s*False\s*\))/.test(value) || /\bdefault\s*=\s*False\b|["']\w+["']\s*,\s*["']?(?:False|0)\b/i.test(value) || isDeclaredOff(value, text));
}

/** `environ.Env(ADMIN_ENABLED=(bool, False))`, where the value is no more than `env("ADMIN_ENABLED")`. */
function isDeclaredOff(value: string, text: string): boolean {
  const name = /^\w+(?:\.bool)?\(\s*["'](\w+)["']\s*\)/.exec(value)?.[1];
  return name !== undefined && new RegExp(String.raw`\b${name}["']?\s*[=:]\s*\(\s*bool\s*,\s*False\s*\)`).test(text);
}
