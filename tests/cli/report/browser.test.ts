import { statSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { executablePath, launch, violationsOf } from '../../browser.ts';
import { reportProject } from './project.ts';

const project = reportProject({ 'shop/jobs.py': 'from .models import Order\n\ndef close():\n    for order in Order.objects.all():\n        order.number = 1\n        order.save()\n' });
let browser: Browser;
let page: Page;
const complaints: string[] = [];

describe.skipIf(executablePath === undefined)(`the page in a browser${executablePath === undefined ? ' (skipped: there is no chromium on the PATH)' : ''}`, { timeout: 60_000 }, () => {
  beforeAll(async () => {
    await project.run(['report', '--preset', 'strict', '--json', 'old.json', 'shop/admin.py'], { dependencies: {} });
    await project.run(['report', '--preset', 'strict', '--baseline', 'old.json'], { dependencies: {} });
    browser = await launch();
    page = await browser.newPage();
    page.on('console', (message) => complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('request', (request) => {
      if (!request.url().startsWith('file:') && !request.url().startsWith('data:')) complaints.push(request.url());
    });
    await page.goto(`file://${project.path('admin-scale.html')}`);
  }, 60_000);

  afterAll(async () => {
    await browser.close();
    project.remove();
  });

  // as text: the tests know no types of browsers
  const names = (): Promise<string[]> => page.evaluate<string[]>("[...document.querySelectorAll('#page-list > li')].map((item) => item.dataset.name)");
  const shown = async (): Promise<number> => page.locator('#findings li[data-rule]:visible').count();

  it('ranks the pages, and sorts them otherwise', async () => {
    expect(await names()).toEqual(['OrderAdmin', 'CountryAdmin']);
    await page.getByLabel('Sort by').selectOption('name');
    expect(await names()).toEqual(['CountryAdmin', 'OrderAdmin']);
    await page.getByLabel('Sort by').selectOption('saved');
    expect(await names()).toEqual(['OrderAdmin', 'CountryAdmin']);
    const widths = await page.evaluate<number[]>("[...document.querySelectorAll('#page-list .now')].map((bar) => Math.round(bar.getBoundingClientRect().width))");
    expect(widths[0]).toBeGreaterThan(20 * (widths[1] ?? 0));
  });

  it('opens a sum by keyboard', async () => {
    const summary = page.locator('#page-list summary').first();
    await summary.focus();
    await page.keyboard.press('Enter');
    expect(await page.locator('#page-list table').first().isVisible()).toBe(true);
    await page.keyboard.press('Enter');
    expect(await page.locator('#page-list table').first().isVisible()).toBe(false);
  });

  it('filters the findings, and says how many are left', async () => {
    const total = await shown();
    const status = page.getByRole('status');
    expect(await status.textContent()).toBe(`${String(total)} findings`);
    await page.getByLabel('Rule').selectOption('require-eager-loading');
    expect(await shown()).toBe(1);
    expect(await status.textContent()).toBe(`1 of ${String(total)} findings`);
    await page.getByLabel('Remedy').selectOption('none');
    expect(await shown()).toBe(0);
    await page.getByLabel('Rule').selectOption('');
    await page.getByLabel('Remedy').selectOption('');
    await page.getByRole('searchbox').fill('JOBS save');
    expect(await shown()).toBe(1);
    await page.getByRole('searchbox').fill('');
    await page.getByLabel('new ones only').check();
    expect(await page.locator('#findings li:visible .headline').allTextContents()).toEqual([expect.stringContaining('order.save') as string]);
    await page.getByLabel('new ones only').uncheck();
  });

  it('leads from a page to the findings of its file', async () => {
    await page.locator('#page-list summary').first().click();
    await page.getByRole('link', { name: 'Findings in shop/admin.py' }).first().click();
    expect(await page.locator('#findings section:visible h3').allTextContents()).toEqual(['shop/admin.py']);
    await page.getByRole('searchbox').fill('');
  });

  it('opens and closes all findings, and prints what is closed', async () => {
    const open = (): Promise<number> => page.locator('#findings details[open]').count();
    await page.getByRole('button', { name: 'Open all' }).click();
    expect(await open()).toBe(await shown());
    await page.getByRole('button', { name: 'Close all' }).click();
    expect(await open()).toBe(0);
    await page.evaluate('dispatchEvent(new Event("beforeprint"))');
    expect(await open()).toBe(await shown());
    await page.evaluate('dispatchEvent(new Event("afterprint"))');
    expect(await open()).toBe(0);
  });

  it('sorts the tables by each column, both ways', async () => {
    const models = (): Promise<string[]> => page.locator('#table-list tr > th').allTextContents();
    await page.getByRole('button', { name: 'Model' }).click();
    const ascending = await models();
    expect(ascending).toEqual(ascending.toSorted());
    await page.getByRole('button', { name: 'Model' }).click();
    expect(await models()).toEqual(ascending.toReversed());
    expect(await page.locator('th[aria-sort]').getAttribute('aria-sort')).toBe('descending');
    await page.getByRole('button', { name: 'Rows' }).click();
    expect((await models())[0]).toBe('Supplier');
  });

  it.each([['light'], ['dark']] as const)('has nothing serious against it for those who hear it or see it %s', async (colorScheme) => {
    await page.emulateMedia({ colorScheme });
    await page.getByRole('button', { name: 'Open all' }).click();
    await page.locator('#page-list summary').nth(1).click();
    expect(await violationsOf(page)).toEqual([]);
  });

  it('is no wider than a telephone, and prints on few sheets', async () => {
    await page.setViewportSize({ width: 390, height: 800 });
    expect(await page.evaluate<number>('document.documentElement.scrollWidth')).toBeLessThanOrEqual(390);
    await page.setViewportSize({ width: 1200, height: 900 });
    const pdf = await page.pdf({ format: 'A4' });
    expect((pdf.toString('latin1').match(/\/Type\s*\/Page\b/g) ?? []).length).toBeLessThan(9);
  });

  it('complains of nothing and asks the network for nothing', () => {
    expect(complaints).toEqual([]);
    expect(statSync(project.path('admin-scale.html')).size).toBeLessThan(100_000);
  });
});
