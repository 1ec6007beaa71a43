import { lintedFrom } from './modules.ts';
import { exportedBy, exportedNames } from './own-exports.ts';
import { isPublished } from './published.ts';
import { type JsModule, memberOf } from '../syntax/module.ts';
import { type ClassNode, decoratorsOf, interfacesOf } from '../syntax/nodes.ts';
import { isDecorated, lineageOf, type Unit } from './units.ts';

// What frameworks and runtimes call though no code of the project does.

/** Names by which frameworks and runtimes call what a file exports, or a method of a class. */
const CONVENTIONS = new RegExp(
  `^(?:${[
    'GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS|loader|action|clientLoader|clientAction|load|actions|headers|meta|links|handle|fetch|scheduled|queue|email|middleware|proxy|config',
    'getServerSideProps|getStaticProps|getStaticPaths|getInitialProps|generate[A-Z]\\w*|onRequest\\w*|handler|handle[A-Z]\\w*|main|run|execute|perform|process|job|task|up|down|register|bootstrap|setup',
    'on[A-Z]\\w*|ng[A-Z]\\w*|before[A-Z]\\w*|after[A-Z]\\w*|use|transform|intercept|catch|canActivate|validate|resolve|toJSON|toString|constructor|configure|init|start|stop|render|entryPoint|command',
  ].join('|')})$`,
);

/** NestJS's decorators of classes that run only where a module lists them. */
const LISTED = /^(?:Injectable|Controller|Resolver|Processor|WebSocketGateway)$/;

/** Interfaces that ask for hooks of NestJS alone, which have names of their own. */
const HOOKS = /^(?:OnModule\w+|OnApplication\w+|BeforeApplicationShutdown)$/;

/** True for a class that runs only where a module lists it, or where others make one of it. */
export function isListed(module: JsModule, owner: ClassNode): boolean {
  return decoratorsOf(owner).length > 0 && decoratorsOf(owner).every(({ expression }) => {
    const callee = expression.type === 'CallExpression' ? expression.callee : expression;
    const binding = callee.type === 'Identifier' && LISTED.test(callee.name) ? module.resolve(callee) : undefined;
    return binding?.kind === 'import' && binding.source.startsWith('@nestjs/');
  });
}

/** True for names by which a framework or a runtime calls what it finds. */
export function isConventional(name: string): boolean {
  return CONVENTIONS.test(name);
}

/** What a framework, a loader or a base class calls. */
export function isCalledByConvention(unit: Unit): boolean {
  const { file, declaration, owner, name } = unit;
  if (owner === undefined && !isExported(unit)) return false;
  if (isConventional(name) || isDecorated(declaration)) return true;
  if (owner === undefined) return declaration.type === 'VariableDeclarator' && 'typeAnnotation' in declaration.id && declaration.id.typeAnnotation != null;
  if (declaration.type === 'MethodDefinition' && declaration.kind !== 'method') return true;
  if (owner.id === null || interfacesOf(owner).some(({ expression }) => !HOOKS.test(file.module.textOf(expression)))) return true;
  if (isPublished(file.path, owner.id.name, lintedFrom(file)) || file.module.parentOf(owner)?.type === 'ExportDefaultDeclaration') return true;
  const { bases, isWhole } = lineageOf(file, owner);
  return !isWhole || bases.some((base) => memberOf(base.node, name) !== undefined || interfacesOf(base.node).length > 0);
}

/** What a file keeps to itself, nobody calls by its name. */
function isExported({ file: { module }, name }: Unit): boolean {
  const binding = module.resolveName(name, module.program);
  return exportedNames(module, name).length > 0 || (binding !== undefined && module.referencesTo(binding).some((use) => exportedBy(module, use) !== undefined));
}
