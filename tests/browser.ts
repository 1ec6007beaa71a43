import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import axe from 'axe-core';
import { type Browser, chromium, type Page } from 'playwright-core';

/** A browser of the machine, if there is one: none is brought by npm. */
export const executablePath = (process.env.PATH ?? '').split(delimiter).flatMap((directory) => ['chromium', 'chromium-browser', 'google-chrome'].map((name) => join(directory, name))).find((path) => existsSync(path));

export async function launch(): Promise<Browser> {
  return chromium.launch({ ...(executablePath === undefined ? {} : { executablePath }), args: ['--no-sandbox'] });
}

interface Violation {
  readonly id: string;
  readonly impact: string;
  readonly nodes: { readonly target: string[] }[];
}

/**
 * What axe has against a page, each with its impact and the first place.
 *
 * @param exclude selectors of what isn't ours
 */
export async function violationsOf(page: Page, exclude: readonly string[] = []): Promise<string[]> {
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate<{ violations: Violation[] }>(`axe.run({ exclude: ${JSON.stringify(exclude)} })`);
  return violations.map(({ id, impact, nodes }) => `${impact} ${id}: ${String(nodes[0]?.target)}`);
}
