import type { Server } from 'node:http';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Answer } from '../../site/playground/lint.ts';
import type { Example } from '../../site/playground/project.ts';
import { sitePages } from '../../site/pages.ts';
import { executablePath, launch, violationsOf } from '../browser.ts';
import { isBuilt, serve } from './serve.ts';

const missing = executablePath === undefined ? 'there is no chromium on the PATH' : isBuilt ? undefined : '`npm run docs:build` has not been run';
const examples = JSON.parse(sitePages().get('examples.json') ?? '[]') as Example[];

let browser: Browser;
let page: Page;
let server: Server;
let url: string;
const complaints: string[] = [];

describe.skipIf(missing !== undefined)(`the playground in a browser${missing === undefined ? '' : ` (skipped: ${missing})`}`, { timeout: 60_000 }, () => {
  beforeAll(async () => {
    ({ server, url } = await serve());
    browser = await launch();
    page = await browser.newPage({ viewport: { width: 1400, height: 900 } });
    page.on('console', (message) => complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('request', (request) => {
      if (!request.url().startsWith(url) && !/^(?:data|blob):/.test(request.url())) complaints.push(request.url());
    });
    page.on('response', (response) => {
      if (response.status() >= 400) complaints.push(`${String(response.status())} ${response.url()}`);
    });
  }, 60_000);

  afterAll(async () => {
    await browser.close();
    server.close();
  });

  /** The page anew, once it has linted what the address asks for. */
  async function open(hash = ''): Promise<void> {
    await page.goto('about:blank');
    await page.goto(`${url}playground.html${hash}`);
    await linted();
  }

  async function linted(): Promise<void> {
    await page.locator('.head [role=status]:not(.busy)', { hasText: /finding|Nothing/ }).waitFor();
  }

  const found = async (): Promise<string[]> => page.evaluate<string[]>('[...document.querySelectorAll(".findings > li")].map((item) => `${item.querySelector(".where button").textContent} ${item.dataset.rule}`)');
  const shown = async (): Promise<string> => page.locator('.cm-line').allTextContents().then((lines) => lines.join('\n'));

  it('opens the Django shop, with its findings and what its pages cost', async () => {
    await open();
    expect(await found()).toContain('shop/admin.py:15 require-eager-loading');
    expect(await page.locator('.costs li').first().textContent()).toContain('203 queries → 3');
    expect(await page.locator('.cm-lintRange').count()).toBeGreaterThan(1);
  });

  it('reports a slide of the talk, whose models stand in another file', async () => {
    await open('#example/talk/n_plus_one');
    expect(await found()).toContain('store/admin.py:8 require-eager-loading');
    await page.getByRole('tab', { name: 'store/models.py' }).click();
    expect(await shown()).toContain('class Customer');
  });

  it('reports TypeScript by a schema beside it, and applies a suggestion by a click', async () => {
    await open('#example/no-write-per-row/prisma-1');
    expect(await found()).toEqual(['src/archive.ts:4 no-write-per-row']);
    await page.getByRole('button', { name: 'Apply', exact: true }).click();
    await page.getByRole('status').filter({ hasText: 'Nothing to report.' }).waitFor();
    expect(await shown()).toContain('prisma.order.updateMany({ where: { id: { in: ids } }');
    await page.locator('.cm-content').press('Control+z');
    await page.getByRole('status').filter({ hasText: '1 finding' }).waitFor();
  });

  it('applies all fixes', async () => {
    await open('#example/shops/django-shop');
    const before = (await found()).length;
    await page.getByRole('button', { name: /Apply all \d+ fixes/ }).click();
    await page.getByRole('button', { name: /Apply all \d+ fixes/ }).waitFor({ state: 'hidden' });
    expect((await found()).length).toBeLessThan(before);
    await page.getByRole('tab', { name: /shop\/admin\.py/ }).click();
    expect(await shown()).toContain('list_select_related');
  });

  it('lints what is typed, and restores it from the address that is shared', async () => {
    await open('#example/no-write-per-row/prisma-1');
    await page.locator('.cm-content').click();
    await page.keyboard.press('Control+End');
    await page.keyboard.type('export const later = async (all: number[]) => { for (const id of all) await prisma.order.delete({ where: { id } }); ');
    await page.getByRole('status').filter({ hasText: '2 findings' }).waitFor();
    await page.getByRole('combobox', { name: 'Preset' }).selectOption('recommended');
    await linted();
    await page.getByRole('button', { name: 'Share' }).click();
    await page.waitForFunction("location.hash.startsWith('#code/')");
    const [address, before] = [page.url(), await found()];
    await page.goto('about:blank');
    await page.goto(address);
    await linted();
    expect(await found()).toEqual(before);
    expect(await page.getByRole('combobox', { name: 'Preset' }).inputValue()).toBe('recommended');
    expect(await shown()).toContain('export const later');
  });

  it('opens what it can read where an address is broken', async () => {
    await open('#code/bm90aGluZw');
    expect(await found()).not.toEqual([]);
  });

  it('adds, renames and removes files', async () => {
    await open('#example/talk/n_plus_one');
    await page.getByRole('combobox', { name: 'Preset' }).selectOption('strict');
    await page.getByRole('button', { name: 'Add a file' }).click();
    await page.getByLabel('Path').fill('store/../admin.py');
    await page.getByRole('button', { name: 'Add', exact: true }).click();
    expect(await page.getByRole('alert').textContent()).toContain('is no path');
    await page.getByLabel('Path').fill('store/jobs.py');
    await page.keyboard.press('Enter');
    await page.locator('.cm-content').click();
    await page.keyboard.insertText('from .models import Order\n\n\ndef close():\n    for order in Order.objects.all():\n        order.total = 0\n        order.save()\n');
    await page.locator('.findings li', { hasText: 'store/jobs.py' }).first().waitFor();
    await page.getByRole('button', { name: 'Rename this file' }).click();
    await page.getByLabel('Path').fill('store/tasks.py');
    await page.keyboard.press('Enter');
    await page.locator('.findings li', { hasText: 'store/tasks.py' }).first().waitFor();
    await page.getByRole('button', { name: 'Remove this file' }).click();
    await page.locator('.findings li', { hasText: 'store/tasks.py' }).first().waitFor({ state: 'detached' });
  });

  it('says of each example what the tests of the pages say: its rule reports it', async () => {
    await open();
    const ofRules = examples.filter(({ id }) => !/^(?:talk|shops)\//.test(id));
    const answers = await page.evaluate<Answer[]>(`(async () => {
      const worker = new Worker(${JSON.stringify(`${url}playground-worker.js`)}, { type: 'module' });
      const answers = [];
      for (const request of ${JSON.stringify(ofRules)}) answers.push(await new Promise((resolve, reject) => {
        worker.onmessage = ({ data }) => resolve(data);
        worker.onerror = ({ message }) => reject(new Error(message));
        worker.postMessage(request);
      }));
      worker.terminate();
      return answers;
    })()`);
    const silent = ofRules.filter(({ group }, index) => answers[index]?.findings.some(({ rule }) => rule === group) !== true);
    expect(silent.map(({ id }) => id)).toEqual([]);
    expect(answers.flatMap(({ findings }) => findings.filter(({ rule }) => rule === undefined))).toEqual([]);
  });

  it.each([['light'], ['dark']] as const)('has nothing serious against it for those who hear it or see it %s', async (colorScheme) => {
    await page.emulateMedia({ colorScheme });
    for (const hash of ['', '#example/no-write-per-row/prisma-1']) {
      await open(hash);
      // the button of VitePress's search shows its key, which its name leaves out
      expect((await violationsOf(page, ['.DocSearch'])).filter((violation) => /^(?:serious|critical)/.test(violation))).toEqual([]);
    }
  });

  it('is no wider than a telephone', async () => {
    await page.setViewportSize({ width: 390, height: 800 });
    await open();
    expect(await page.evaluate<number>('document.documentElement.scrollWidth')).toBeLessThanOrEqual(390);
    await page.setViewportSize({ width: 1400, height: 900 });
  });

  it('is led to by the examples of the rules’ pages', async () => {
    await page.goto(`${url}rules/no-write-per-row.html`);
    await page.getByRole('link', { name: 'open in the playground' }).first().click();
    await linted();
    expect(await found()).toContain('shop/admin.py:13 no-write-per-row');
  });

  it('complains of nothing and asks no other server for anything', () => {
    expect(complaints).toEqual([]);
  });
});
