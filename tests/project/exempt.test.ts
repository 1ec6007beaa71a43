import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { exemptionOf } from '../../src/project/exempt.ts';
import { parseSettings } from '../../src/project/settings.ts';

interface Given {
  readonly settings?: object;
  readonly text?: string;
  /** Texts of other files by path. */
  readonly beside?: Readonly<Record<string, string>>;
}

/** Why a file is exempt. Each call has a directory of its own, since what a directory holds is remembered for a second. */
function exemption(path: string, { settings = {}, text = '', beside = {} }: Given = {}): string | undefined {
  const directory = mkdtempSync(join(tmpdir(), 'admin-scale-'));
  for (const [name, content] of Object.entries(beside)) {
    mkdirSync(dirname(join(directory, name)), { recursive: true });
    writeFileSync(join(directory, name), content);
  }
  try {
    return exemptionOf({ filename: join(directory, path), cwd: directory, settings: parseSettings(settings, directory).settings, text });
  } finally {
    rmSync(directory, { recursive: true });
  }
}

const APP = 'from django.apps import AppConfig\n\nclass Config(AppConfig):\n    name = "x"\n';
const MODELS = 'from django.db import models\n\nclass Row(models.Model):\n    name = models.CharField(max_length=9)\n';
const ENTITY = "import { Entity } from 'typeorm';\n@Entity()\nexport class Row {}\n";

describe('exempt paths', () => {
  it.each([
    'shop/tests/test_admin.py', 'shop/test_models.py', 'shop/tests_models.py', 'shop/tests.py', 'shop/migrations/0001_initial.py', 'src/order.spec.ts', 'src/order.it-spec.ts', 'src/order.e2e-spec.ts', 'src/order.unit-test.ts', 'src/order.integ.ts', 'src/__tests__/order.ts',
    'prisma/seed.ts', 'src/help/help-center-seeder.service.ts', 'prisma/seed/users.ts', 'scripts/backfill.ts', 'node_modules/x/index.js', 'types/api.d.ts', 'conftest.py', 'src/database/migrations/1-init.ts',
    'src/app/one_time_scripts/copy.py', 'shop/management/commands/migrate_orders.py', 'shop/management/commands/create_robot_test_data.py', 'prisma/seed-demo.ts', 'server/backfills/order-totals.ts',
    'shop/unittests/helpers.py', 'shop/unit_tests/helpers.py', 'UnitTests/helpers.py', 'model_tests/rows.py', 'api-tests/rows.ts', 'integration_test/rows.py', 'shop/db_migrations/0002_pages.py', 'src/schema-migrations/a.ts',
    'seed_data/rows.py', 'prisma/seed-helpers/plots.ts', 'src/seedHelpers/plots.ts', 'shop/test_data/rows.py', 'src/fake-data/orders.ts', 'shop/sample_data/rows.py', 'dummy/rows.py', 'shop/dummy_data/rows.py',
    'shop/load_fixtures.py', 'shop/management/commands/load_all_fixtures.py', 'shop/fake_database.py', 'shop/fakes.py', 'src/fakeOrders.ts', 'src/fake-orders.ts', 'shop/dummy.py', 'shop/dummydata.py', 'core/utils/random_data.py', 'core/management/commands/populatedb.py', 'src/populate-database.ts',
    'shop/management/commands/create_dummy_orders.py', 'shop/management/commands/generate_fake_customers.py', 'shop/populate_demo_data.py', 'build/strategy.ts', 'apps/web/playwright/helpers.ts', 'test_helpers/clients.py', 'src/build/strategy.js', 'src/build/strategy.d.ts', 'src/scripts/strategy.ts', 'src/generateTestData.ts', 'src/seedUsers.ts', 'apps/load-test-gateway/src/orders.ts', 'libs/db-seeding/orders.ts', 'src/seed.controller.ts',
  ])('%s is not read', (path) => {
    expect(exemption(path)).toBeDefined();
  });

  it.each([
    'shop/admin.py', 'shop/management/commands/send_reminders.py', 'src/orders/service.ts', 'contest/admin.py', 'contests/admin.py', 'src/latest/index.ts', 'src/order.latest.ts', 'src/order.test-plan.ts', 'src/seeding-plan.ts', 'src/test-gateway/orders.ts', 'src/payload-tester/orders.ts', 'testimonials/admin.py', 'fakenews/admin.py',
    'seedbank/admin.py', 'seedlings/views.py', 'shop/seed_orders_view.py', 'shop/seed_serializers.py', 'src/seed-lots.controller.ts', 'src/SeedList.tsx', 'src/dumbbells.ts', 'protests/views.py', 'shop/create_orders.py',
    'shop/load_samples.py', 'src/build/strategy.ts', 'apps/api/src/out/queue.tsx', 'immigration/views.py', 'builder/views.py', 'cabin/views.py',
  ])('%s is read', (path) => {
    expect(exemption(path)).toBeUndefined();
  });

  it('trials beside package.json are not read, code in folders and elsewhere is', () => {
    const beside = { 'package.json': '{}' };
    expect(exemption('debug-users.ts', { beside })).toBe('at the top, named as trials');
    expect(exemption('test-endpoints.mjs', { beside })).toBe('at the top, named as trials');
    expect(exemption('scratch/users.ts', { beside })).toBe('in scratch/');
    for (const path of ['src/test-cases.ts', 'debug.ts', 'users-debug.ts', 'test-plan.service.ts']) expect(exemption(path, { beside })).toBeUndefined();
    expect(exemption('debug-users.ts')).toBeUndefined();
  });

  it('say why', () => {
    expect(exemption('shop/migrations/0001_initial.py')).toBe('in migrations/');
    expect(exemption('Tools/vendor/a.py')).toBe('in Tools/');
    expect(exemption('src/order.spec.ts')).toBe('named *.test.*');
    expect(exemption('src/order.ts', { settings: { ignore: ['src/**'] } })).toBe('by the setting "ignore"');
  });

  it('can be widened and narrowed by globs', () => {
    expect(exemption('scripts/backfill.ts', { settings: { include: ['scripts/**'] } })).toBeUndefined();
    expect(exemption('src/legacy/orders.ts', { settings: { ignore: ['src/legacy/**'] } })).toBeDefined();
    expect(exemption('scripts/backfill.ts', { settings: { include: ['scripts/**'], ignore: ['**/backfill.ts'] } })).toBeDefined();
  });

  it('are judged from the own project on, outside the working directory', () => {
    const checkout = join(mkdtempSync(join(tmpdir(), 'admin-scale-')), 'build', 'shop');
    mkdirSync(checkout, { recursive: true });
    writeFileSync(join(checkout, 'manage.py'), '');
    const outside = (path: string): string | undefined => exemptionOf({ filename: join(checkout, path), cwd: '/nowhere', settings: parseSettings(undefined, '/').settings, text: '' });
    expect(outside('orders/admin.py')).toBeUndefined();
    expect(outside('tests/admin.py')).toBeDefined();
  });
});

describe('an app of the project is read whatever its name', () => {
  it.each(['vendor', 'tools', 'build', 'scripts', 'factories', 'out', 'bin', 'dist', 'script', 'third_party', 'data_scripts'])('%s', (name) => {
    expect(exemption(`${name}/services.py`)).toBe(`in ${name}/`);
    expect(exemption(`${name}/services.py`, { beside: { [`${name}/models.py`]: MODELS } })).toBe(undefined);
  });

  it.each(['src/mcp/tools/orders.ts', 'services/mcp-server/tools/orders.ts', 'src/ai/skills/orders/tools/find.ts', 'packages/ai-assistant/src/tools/orders.ts', 'agents/tools/orders.py'])('%s is what a model may call', (path) => {
    expect(exemption(path)).toBeUndefined();
  });

  it.each([['src/tools/mcp/orders.ts', 'in tools/'], ['src/mail/tools/orders.ts', 'in tools/'], ['mcp/tools/scripts/orders.ts', 'in scripts/'], ['mcp/scripts/orders.ts', 'in scripts/']])('%s is none', (path, exempted) => {
    expect(exemption(path)).toBe(exempted);
  });

  it.each([
    ['apps.py', APP],
    ['models.py', 'from django.db.models import CharField, Model\nclass Row(Model):\n    name = CharField(max_length=9)\n'],
    ['models.py', 'from shop.base import Named\nclass Row(Named):\n    shelf = models.ForeignKey("Shelf", on_delete=models.CASCADE)\n'],
    ['models/row.py', MODELS],
    ['migrations/0001_initial.py', ''],
    ['migrations/__init__.py', ''],
    ['tool.entity.ts', ENTITY],
    ['entities/tool.ts', ENTITY],
    ['schema.prisma', 'model Tool {\n  id Int @id\n}\n'],
    ['prisma/schema.prisma', 'model Tool {\n  id Int @id\n}\n'],
  ])('by its %s', (name, text) => {
    const beside = { [`apps/tools/${name}`]: text };
    expect(exemption('apps/tools/services.ts', { beside })).toBeUndefined();
    expect(exemption('apps/tools/scripts/services.ts', { beside })).toBe('in scripts/');
  });

  it.each([
    ['dataclasses', 'tools/models.py', 'from dataclasses import dataclass, field\n@dataclass\nclass Row:\n    names: list = field(default_factory=list)\n'],
    ['records of another library', 'tools/models.py', 'from pydantic import BaseModel, Field\nclass Row(BaseModel):\n    name: str = Field()\n'],
    ['factories', 'tools/models.py', 'from factory.django import DjangoModelFactory\nfrom shop import models\nclass RowFactory(DjangoModelFactory):\n    class Meta:\n        model = models.Row\n'],
    ['an app inside', 'tools/copied/models.py', MODELS],
    ['migrations of another tool', 'tools/migrations/env.py', ''],
    ['compiled entities', 'tools/entities/tool.entity.d.ts', ENTITY],
    ['compiled entities', 'tools/entities/tool.entity.js', ENTITY],
  ])('%s make none', (_, name, text) => {
    expect(exemption('tools/services.py', { beside: { [name]: text } })).toBe('in tools/');
  });

  it('a schema that a generator has written makes none', () => {
    const beside = { 'out/client/schema.prisma': '', 'out/schema.prisma': '', 'out/index.js': '', 'out/index.d.ts': '' };
    expect(exemption('out/extra.ts', { beside })).toBe('in out/');
  });

  it('models make no app of test data, apps.py and migrations do', () => {
    expect(exemption('fixtures/views.py', { beside: { 'fixtures/models.py': MODELS } })).toBe('in fixtures/');
    expect(exemption('seed_lots/views.py', { beside: { 'seed_lots/models.py': MODELS, 'seed_lots/migrations/0001_initial.py': '' } })).toBeUndefined();
    expect(exemption('lab_tests/views.py', { beside: { 'lab_tests/models.py': MODELS, 'lab_tests/apps.py': APP } })).toBeUndefined();
  });

  it('a test project stays one', () => {
    expect(exemption('tests/views.py', { beside: { 'tests/models.py': MODELS, 'tests/apps.py': APP, 'tests/migrations/0001_initial.py': '' } })).toBe('in tests/');
    expect(exemption('node_modules/a/views.ts', { beside: { 'node_modules/a.entity.ts': ENTITY } })).toBe('in node_modules/');
  });
});

describe('a migration by its text', () => {
  const DJANGO = 'from django.db import migrations\n\ndef forwards(apps, schema_editor):\n    pass\n\nclass Migration(migrations.Migration):\n    operations = []\n';

  it('is not read wherever it stands', () => {
    expect(exemption('shop/history/0002_pages.py', { text: DJANGO })).toBe('as migrations by their text');
    expect(exemption('src/changes/pages.ts', { text: "import { MigrationInterface } from 'typeorm';\nexport class Pages1 implements MigrationInterface {\n}\n" })).toBe('as migrations by their text');
    expect(exemption('shop/history/0002_pages.py', { text: DJANGO, settings: { include: ['shop/history/**'] } })).toBeUndefined();
  });

  it('holds nothing else', () => {
    expect(exemption('shop/moves.py', { text: `${MODELS}\nclass Migration(models.Model):\n    pass\n` })).toBeUndefined();
    expect(exemption('shop/moves.py', { text: 'class MigrationPlan:\n    pass\n' })).toBeUndefined();
  });
});
