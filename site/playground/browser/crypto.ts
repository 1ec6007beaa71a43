/**
 * As much of `node:crypto` as the plugin uses: it compares texts by their digests. Browsers have digests that are waited for only, so the text
 * stands for itself.
 */
export function createHash(): { update(text: string): { digest(): string } } {
  return { update: (text) => ({ digest: () => text }) };
}
