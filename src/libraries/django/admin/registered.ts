import type { Call, ExprNode } from '../../../python/nodes.ts';
import { isLoop, loopsAround } from '../../../python/syntax/loops.ts';
import type { PyModule } from '../../../python/syntax/module.ts';
import { isSequence, lastName, type Place, sequenceOf, stringOf } from '../../../python/syntax/static.ts';
import type { DjangoModel } from '../models/models.ts';
import type { DjangoProject } from '../project.ts';

/** A model that a `register` takes, and the expression to point at. */
export interface Registered {
  readonly model: DjangoModel;
  readonly node: ExprNode;
  /** One of all models of an app, which nobody names. */
  readonly ofApp: boolean;
}

const MAX_HOPS = 5;

/**
 * The models that the first argument of a `register` stands for: a model, several, the variable of a loop over models. Models that are
 * registered elsewhere are among those of an app.
 */
export function registeredModels(django: DjangoProject, module: PyModule, argument: ExprNode): readonly Registered[] {
  if (isSequence(argument)) return argument.elts.flatMap((one) => registeredModels(django, module, one));
  const model = django.modelOf(module, argument);
  if (model !== undefined) return [{ model, node: argument, ofApp: false }];
  const loop = argument.nodeType === 'Name' ? loopOver(module, argument.id, argument) : undefined;
  if (loop === undefined) return modelsIn(django, { module, node: argument }, argument, 0) ?? [];
  return modelsIn(django, { module, node: loop }, argument, 0) ?? [];
}

/** What the loop around `node` runs over that binds `name`, alone or as the last of a pair. */
function loopOver(module: PyModule, name: string, node: ExprNode): ExprNode | undefined {
  for (const { target, iter } of loopsAround(module, node).filter(isLoop)) {
    const last = target.nodeType === 'Tuple' ? target.elts.at(-1) : target;
    if (last?.nodeType === 'Name' && last.id === name) return iter;
  }
  return undefined;
}

/**
 * The arguments of a `register` that takes tuples apart, those of each: `for model, cls in PAIRS: site.register(model, cls)`, `[site.register(*pair) for pair in PAIRS]`. Undefined where it
 * takes none apart.
 */
export function argumentsByRow(django: DjangoProject, module: PyModule, { args }: Call): readonly (readonly Place[])[] | undefined {
  const [first, ...others] = args;
  if (first === undefined) return undefined;
  if (first.nodeType === 'Starred') {
    const rows = others.length > 0 || first.value.nodeType !== 'Name' ? undefined : loopOver(module, first.value.id, first);
    return rows === undefined ? undefined : rowsIn(django, { module, node: rows });
  }
  const names = args.map((one) => (one.nodeType === 'Name' ? one.id : undefined));
  for (const { target, iter } of loopsAround(module, first).filter(isLoop)) {
    const bound = target.nodeType === 'Tuple' ? target.elts.map((one) => (one.nodeType === 'Name' ? one.id : undefined)) : [];
    const places = names.map((name) => (name === undefined ? -1 : bound.indexOf(name)));
    if (names.length < 2 || places.includes(-1)) continue;
    return rowsIn(django, { module, node: iter })?.map((row) => places.flatMap((index) => row[index] ?? []));
  }
  return undefined;
}

/** The tuples of a list that is written down, or keys with their values: `PAIRS`, `ADMINS.items()`. */
function rowsIn(django: DjangoProject, { module, node }: Place): (readonly Place[])[] | undefined {
  const resolve = (at: Place): Place | undefined => valueOf(django, at);
  if (node.nodeType === 'Call') {
    const owner = node.func.nodeType === 'Attribute' && node.func.attr === 'items' && node.args.length === 0 ? node.func.value : undefined;
    const place = owner?.nodeType === 'Dict' ? { module, node: owner } : owner === undefined ? undefined : resolve({ module, node: owner });
    const dict = place?.node.nodeType === 'Dict' ? place.node : undefined;
    return dict?.keys.flatMap((key, index) => (key == null || dict.values[index] === undefined ? [] : [[key, dict.values[index]].map((one) => ({ module: place?.module ?? module, node: one }))]));
  }
  const sequence = sequenceOf({ module, node }, resolve);
  const rows = sequence?.elements.flatMap((row) => (isSequence(row.node) ? [row.node.elts.map((one) => ({ module: row.module, node: one }))] : []));
  return rows === undefined || rows.length === 0 ? undefined : rows;
}

/** @param argument where models that nothing names one by one are shown */
function modelsIn(django: DjangoProject, place: Place, argument: ExprNode, hops: number): readonly Registered[] | undefined {
  if (hops > MAX_HOPS) return undefined;
  const { module, node } = place;
  if (node.nodeType === 'Call') return allOf(django, module, node, hops)?.map((model) => ({ model, node: argument, ofApp: true }));
  const resolve = (at: Place): Place | undefined => valueOf(django, at);
  const sequence = sequenceOf(place, resolve);
  if (sequence === undefined) {
    const value = resolve(place);
    return value === undefined ? undefined : modelsIn(django, value, argument, hops + 1);
  }
  return sequence.elements.flatMap((element) => {
    const model = django.modelOf(element.module, element.node);
    return model === undefined ? [] : [{ model, node: element.module === module ? element.node : argument, ofApp: false }];
  });
}

function valueOf(django: DjangoProject, { module, node }: Place): Place | undefined {
  const meaning = django.names.meaning(module, node);
  return meaning?.kind === 'value' ? { module: meaning.module, node: meaning.node } : undefined;
}

/** `apps.get_app_config("shop").get_models()`, `apps.get_app_config("shop").models.items()`, `apps.all_models["shop"].values()`. */
function allOf(django: DjangoProject, module: PyModule, { func, args }: Call, hops: number): readonly DjangoModel[] | undefined {
  if (func.nodeType === 'Name' && /^(?:list|tuple|reversed|sorted)$/.test(func.id) && args[0]?.nodeType === 'Call') return allOf(django, module, args[0], hops + 1);
  if (func.nodeType !== 'Attribute') return undefined;
  if (func.attr === 'get_models') return appOf(django, { module, node: func.value }, hops);
  if (func.attr !== 'values' && func.attr !== 'items') return undefined;
  const models = func.value;
  if (models.nodeType === 'Attribute' && models.attr === 'models') return appOf(django, { module, node: models.value }, hops);
  const isAll = models.nodeType === 'Subscript' && models.value.nodeType === 'Attribute' && models.value.attr === 'all_models';
  const label = isAll ? stringOf({ module, node: models.slice }) : undefined;
  return label === undefined ? undefined : django.models.ofApp(label);
}

/** `apps.get_app_config("shop")`, and a name for it. */
function appOf(django: DjangoProject, place: Place, hops: number): readonly DjangoModel[] | undefined {
  const { module, node } = place;
  if (node.nodeType === 'Call' && lastName(node.func) === 'get_app_config' && node.args[0] !== undefined) {
    const label = stringOf({ module, node: node.args[0] });
    return label === undefined ? undefined : django.models.ofApp(label);
  }
  const value = node.nodeType === 'Name' && hops <= MAX_HOPS ? valueOf(django, place) : undefined;
  return value === undefined ? undefined : appOf(django, value, hops + 1);
}
