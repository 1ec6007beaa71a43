import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { isExemptPath } from '../../src/project/exempt.ts';
import { parseSettings } from '../../src/project/settings.ts';

const exempt = (path: string, settings: object = {}): boolean => isExemptPath(`/repo/${path}`, '/repo', parseSettings(settings, '/repo').settings);

describe('exempt paths', () => {
  it.each([
    'shop/tests/test_admin.py', 'shop/test_models.py', 'shop/tests.py', 'shop/migrations/0001_initial.py', 'src/order.spec.ts', 'src/__tests__/order.ts',
    'prisma/seed.ts', 'prisma/seed/users.ts', 'scripts/backfill.ts', 'node_modules/x/index.js', 'types/api.d.ts', 'conftest.py', 'src/database/migrations/1-init.ts',
    'src/app/one_time_scripts/copy.py', 'shop/management/commands/migrate_orders.py', 'shop/management/commands/create_robot_test_data.py', 'prisma/seed-demo.ts', 'server/backfills/order-totals.ts',
  ])('%s is not read', (path) => {
    expect(exempt(path)).toBe(true);
  });

  it.each(['shop/admin.py', 'shop/management/commands/send_reminders.py', 'src/orders/service.ts', 'contest/admin.py', 'src/latest/index.ts', 'src/seeding-plan.ts', 'testimonials/admin.py'])('%s is read', (path) => {
    expect(exempt(path)).toBe(false);
  });

  it('can be widened and narrowed by globs', () => {
    expect(exempt('scripts/backfill.ts', { include: ['scripts/**'] })).toBe(false);
    expect(exempt('src/legacy/orders.ts', { ignore: ['src/legacy/**'] })).toBe(true);
    expect(exempt('scripts/backfill.ts', { include: ['scripts/**'], ignore: ['**/backfill.ts'] })).toBe(true);
  });

  it('judges a file outside the working directory from its own project on', () => {
    const checkout = join(mkdtempSync(join(tmpdir(), 'admin-scale-')), 'build', 'shop');
    mkdirSync(checkout, { recursive: true });
    writeFileSync(join(checkout, 'manage.py'), '');
    const outside = (path: string): boolean => isExemptPath(join(checkout, path), '/nowhere', parseSettings(undefined, '/').settings);
    expect(outside('orders/admin.py')).toBe(false);
    expect(outside('tests/admin.py')).toBe(true);
  });
});
