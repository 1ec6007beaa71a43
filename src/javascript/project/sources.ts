import { existsSync } from 'node:fs';
import { dirname, isAbsolute, join, relative } from 'node:path';
import { isForTests } from '../../project/exempt.ts';
import { remembered, walkFiles } from '../../project/files.ts';
import { Mentions } from '../../project/mentions.ts';
import { projectRoot } from '../../project/root.ts';

/** The files of an application: what runs, what tests it left out. */
export interface Sources {
  readonly root: string;
  /** Absolute paths of its code. */
  readonly paths: ReadonlySet<string>;
  readonly code: Mentions;
  /** Declarations without code: `*.d.ts`. */
  readonly declarations: Mentions;
  /** Templates, and configuration that names code: handlers of functions, entries of scripts. */
  readonly texts: Mentions;
  /** Files of SQL. */
  readonly statements: Mentions;
}

/** Entries after which a root is too large to be known as a whole, so that nothing is said of it. */
const LARGEST_WALK = 150_000;

const CODE = /\.(?:[cm]?[jt]sx?|vue|svelte|astro|mdx)$/i;
const NO_CODE = /\.(?:min|bundle)\./i;
const DECLARATIONS = /\.d\.[cm]?ts$/i;
const TEXTS = /\.(?:html?|hbs|ejs|pug|njk|graphql|gql|wasp|ya?ml|toml)$|^(?:package|project|function|serverless|vercel|nest-cli|nx|angular|app|firebase|wrangler)\.jsonc?$|^(?:Dockerfile|Procfile|Makefile)/i;
const SQL = /\.sql$/i;
const FOREIGN = /^(?:\..*|node_modules|bower_components|dist|coverage)$/;
const OUTPUT = /^(?:build|out)$/;

/** The application that the file at `path` belongs to, as the disk has it; undefined outside any package and where its root is too large. */
export function sourcesAround(path: string, cwd: string): Sources | undefined {
  const root = applicationRoot(path, cwd);
  return root === undefined ? undefined : sourcesBelow(root);
}

/** The directory that holds all that can call the code at `path`: the root of its project, whoever looks from where. What belongs to none is as large as the working directory. */
export function applicationRoot(path: string, cwd: string): string | undefined {
  return projectRoot(dirname(path)) ?? (isBelow(cwd, path) ? cwd : undefined);
}

function isBelow(directory: string, path: string): boolean {
  const way = relative(directory, path);
  return !way.startsWith('..') && !isAbsolute(way);
}

const sourcesBelow = remembered((root): Sources | undefined => {
  let entries = 0;
  const found = walkFiles(root, {
    matches(name) {
      entries += 1;
      return (CODE.test(name) && !NO_CODE.test(name)) || TEXTS.test(name) || SQL.test(name);
    },
    // What is built stands beside the package.json.
    enters(name, path) {
      entries += 1;
      return !FOREIGN.test(name) && !(OUTPUT.test(name) && existsSync(join(dirname(path), 'package.json')));
    },
    limit: LARGEST_WALK,
  });
  if (entries >= LARGEST_WALK) return undefined;
  const own = found.filter((path) => !isForTests(root, path));
  const code = own.filter((path) => CODE.test(path) && !DECLARATIONS.test(path));
  const statements = own.filter((path) => SQL.test(path));
  return { root, paths: new Set(code), code: new Mentions(code), declarations: new Mentions(own.filter((path) => DECLARATIONS.test(path))), texts: new Mentions(own.filter((path) => !CODE.test(path) && !SQL.test(path))), statements: new Mentions(statements) };
}, 20);
