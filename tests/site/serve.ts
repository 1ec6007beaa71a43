import { existsSync, readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join } from 'node:path';
import { siteBase } from '../../src/address.ts';
import { ROOT } from '../docs/markdown.ts';

/** Where `npm run docs:build` puts the site. */
const BUILT = join(ROOT, 'site/.vitepress/dist');

const TYPES: Readonly<Record<string, string>> = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css', '.json': 'application/json', '.woff2': 'font/woff2' };

export const isBuilt = existsSync(join(BUILT, 'index.html'));

/** The built site below its base, as a server for static files has it. */
export async function serve(): Promise<{ readonly url: string; readonly server: Server }> {
  const base = siteBase();
  const server = createServer(({ url = '/' }, response) => {
    const { pathname } = new URL(url, 'http://localhost');
    const path = join(BUILT, pathname.startsWith(base) ? pathname.slice(base.length).replace(/^$|\/$/, '$&index.html') : 'nothing');
    if (!path.startsWith(BUILT) || !existsSync(path)) {
      response.writeHead(404).end();
      return;
    }
    response.writeHead(200, { 'content-type': TYPES[extname(path)] ?? 'text/plain' }).end(readFileSync(path));
  });
  await new Promise<void>((resolve) => { server.listen(0, resolve); });
  return { url: `http://localhost:${String((server.address() as AddressInfo).port)}${base}`, server };
}
