import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** What the tests write stands in one folder, which goes when they have ended, whichever of them failed. */
export default function setup(): () => void {
  const folder = mkdtempSync(join(tmpdir(), 'admin-scale-tests-'));
  // by the name that each system asks for
  for (const name of ['TMPDIR', 'TEMP', 'TMP']) process.env[name] = folder;
  return () => {
    rmSync(folder, { recursive: true, force: true });
  };
}
