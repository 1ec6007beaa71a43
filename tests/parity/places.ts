import type { Runs } from '../../src/model/evidence.ts';
import type { Spelling } from './situation.ts';

export const PRISMA = 'for (const order of await prisma.order.findMany()) use(await ¿prisma.coupon.findFirst({ where: { code: order.number } }));';
export const DJANGO = 'for order in Order.objects.all():\n    print(¿Customer.objects.filter(email=order.number).first())';

/** By place: files of TypeScript. */
export const SCRIPTS: Readonly<Partial<Record<Runs, readonly string[]>>> = {
  command: ['src/cli.ts', 'src/modules/auth/cli.ts', 'src/close.cli.mts', 'src/close.command.tsx', 'src/cli/close.ts', 'src/cmd/close.ts', 'src/close.cli.ts', 'src/close-cli.ts', 'src/close.command.ts', 'src/close-command.ts', 'src/jobs/backfill-totals.ts', 'scripts/close.ts', 'db-scripts/close.ts', 'src/one-off.ts', 'src/oneoff-totals.ts', 'cli/close.ts', 'src/close-script.ts', 'src/closeScripts.ts'],
  job: [
    'src/jobs/close.ts', 'src/job/close.ts', 'src/cron/close.ts', 'src/cronjobs/close.ts', 'src/worker/close.ts', 'src/workers/close.ts', 'src/queue/close.ts', 'src/queues/close.ts',     'src/scheduler/close.ts', 'src/processor/close.ts', 'src/processors/close.ts', 'src/consumer/close.ts', 'src/consumers/close.ts', 'src/close.job.ts',
    'src/close-cron.ts', 'src/close.worker.ts', 'src/close.processor.ts', 'src/close.consumer.ts', 'src/close.scheduler.ts', 'src/close.job.mts', 'src/close.worker.cts', 'jobs/close.ts',
  ],
  request: [
    'src/api/close.ts', 'src/route/close.ts', 'src/routes/close.ts', 'src/controller/close.ts', 'src/controllers/close.ts', 'src/resolver/close.ts', 'src/resolvers/close.ts', 'src/router/close.ts', 'src/routers/close.ts',
    'src/trpc/close.ts', 'src/pages/close.ts', 'src/endpoint/close.ts', 'src/endpoints/close.ts', 'src/orders.controller.ts', 'src/orders-resolver.ts', 'src/orders.router.ts', 'src/orders.route.ts', 'src/app/orders/route.ts', 'src/app/orders/route.tsx', 'src/orders.controller.mts', 'src/orders.route.tsx',
  ],
  unknown: ['src/command.ts', 'src/clip.ts', 'src/close.task.ts', 'src/schedules/close.ts', 'src/tasks/close.ts', 'src/stock.ts', 'src/jobs.ts', 'src/clients/close.ts', 'src/apiary/close.ts', 'src/myroute.ts', 'src/jobsite/close.ts', 'src/closecli.ts', 'src/onions-office.ts', 'src/transcripts/close.ts', 'src/routes.ts', 'src/subscription.service.ts', 'src/manuscripts.ts', 'src/TypeScript.ts'],
};

/** By place: files of Python. */
export const PYTHONS: Readonly<Partial<Record<Runs, readonly string[]>>> = {
  command: ['shop/management/commands/close.py', 'shop/management/commands/parts/close.py'],
  job: ['shop/tasks.py', 'shop/task.py', 'shop/order_tasks.py', 'shop/tasks/close.py', 'shop/jobs.py', 'shop/job.py', 'shop/jobs/close.py', 'shop/cron.py', 'shop/cronjobs.py'],
  'admin-page': ['shop/admin.py', 'shop/order_admin.py', 'shop/admin/orders.py'],
  request: [
    'shop/views.py', 'shop/view.py', 'shop/order_views.py', 'shop/views/orders.py', 'shop/viewsets.py', 'shop/viewset.py', 'shop/api.py', 'shop/apis.py', 'shop/api/orders.py', 'shop/endpoints.py', 'shop/endpoint.py',
    'shop/serializers.py', 'shop/serializer.py', 'shop/forms.py', 'shop/form.py', 'shop/resolvers.py', 'shop/resolver.py', 'shop/schema.py', 'shop/queries.py', 'shop/mutations.py',
  ],
  unknown: ['shop/stock.py', 'shop/management/close.py', 'shop/myadmin.py', 'shop/previews.py', 'shop/taskforce.py', 'shop/apps.py', 'shop/viewing.py'],
};

/** What else says where Python runs. */
export const FUNCTIONS: readonly [string, string, Omit<Spelling, 'body'>][] = [
  ['a shared task', 'job', { head: '@shared_task\ndef close(self):' }],
  ['a task with options', 'job', { head: '@app.task(bind=True)\ndef close(self):' }],
  ['a job', 'job', { head: '@job("default")\ndef close(self):' }],
  ['a periodic task', 'job', { head: '@db_periodic_task(crontab())\ndef close(self):' }],
  ['an actor', 'job', { head: '@dramatiq.actor\ndef close(self):' }],
  ['one of several decorators', 'job', { head: '@transaction.atomic\n@shared_task\ndef close(self):' }],
  ['a decorator of another name', 'unknown', { head: '@multitask\ndef close(self):' }],
  ['a dry run', 'command', { head: 'def close(self, dry_run=True):' }],
  ['a command of click', 'command', { beside: 'import click' }],
  ['a task of invoke', 'command', { beside: 'from invoke import task' }],
  ['a task of fabric', 'command', { beside: 'from fabric.api import task' }],
  ['a command of typer', 'command', { beside: 'import typer' }],
  ['another package', 'unknown', { beside: 'import clickhouse' }],
  ['ready() of an AppConfig', 'startup', { head: 'def ready(self):', file: 'shop/apps.py' }],
  ['what a task calls', 'job', { head: 'def close():', beside: '@shared_task\ndef nightly():\n    close()' }],
  ['what a task calls through others', 'job', { head: 'def close():', beside: '@shared_task\ndef nightly():\n    begin()\ndef begin():\n    second()\ndef second():\n    close()' }],
  ['what a task calls through too many', 'unknown', { head: 'def close():', beside: '@shared_task\ndef nightly():\n    begin()\ndef begin():\n    second()\ndef second():\n    third()\ndef third():\n    close()' }],
  ['what tasks and something else call', 'unknown', { head: 'def close():', beside: '@shared_task\ndef nightly():\n    close()\ndef other():\n    close()' }],
  ['what a task hands on', 'job', { head: 'def close():', beside: '@shared_task\ndef nightly():\n    on_commit(close)' }],
  ['what a task calls and a string names', 'unknown', { head: 'def close():', beside: '@shared_task\ndef nightly():\n    close()\nHOOK = "shop.stock.close"' }],
  ['a method that a task calls', 'job', { head: 'class Closing:\n  def close(self):', beside: '@shared_task\ndef nightly():\n    Closing().close()' }],
  ['a method that a framework may call as well', 'unknown', { head: 'class Closing(Unknown):\n  def close(self):', beside: '@shared_task\ndef nightly():\n    Closing().close()' }],
  ['a function inside one that a task calls', 'job', { head: 'def close():\n  def inner():', beside: '@shared_task\ndef nightly():\n    close()' }],
  ['what calls itself', 'unknown', { head: 'def close():', beside: 'def other():\n    close()\n    other()' }],
  ['ready() elsewhere', 'unknown', { head: 'def ready(self):' }],
];

const CLASS = (method: string, of = ''): Omit<Spelling, 'body'> => ({ head: `${of}\nclass Orders { ${method} async close(orders, ids) {`, beside: '' });

/** What else says where TypeScript runs; the last text closes what the head has opened beside the function. */
export const SCRIPT_FUNCTIONS: readonly [string, Runs, Omit<Spelling, 'body'>, string?][] = [
  ["a method on NestJS's clock", 'job', CLASS("@Cron('0 * * * *')"), '}'],
  ["a method on a clock of one's own", 'job', CLASS('@DfxCron(CronExpression.EVERY_HOUR)'), '}'],
  ['a method that runs every so often', 'job', CLASS('@Interval(5000)'), '}'],
  ['a method for what a queue holds', 'job', CLASS("@Process('close')"), '}'],
  ['a method of a processor', 'job', CLASS('', "@Processor('orders')"), '}'],
  ['a method of a controller', 'request', CLASS('', '@Controller()'), '}'],
  ['a method of a resolver', 'request', CLASS('', '@Resolver(() => Order)'), '}'],
  ['a method of a controller that runs on the clock', 'job', CLASS('@Cron("* * * * *")', '@Controller()'), '}'],
  ['a route of a class', 'request', CLASS("@Post('close')"), '}'],
  ['a command of a class', 'command', CLASS('', "@Command({ name: 'close' })"), '}'],
  ['a decorator of another name', 'unknown', CLASS('@Cronology()', '@Injectable()'), '}'],
  ['a function of Inngest', 'job', { head: "export const close = inngest.createFunction({ id: 'close' }, { event: 'close' }, async ({ event: { ids } }) => {" }, '}); {'],
  ['a function on the clock', 'job', { head: "cron.schedule('0 * * * *', async (ids) => {" }, '}); {'],
  ['what agenda runs', 'job', { head: "this.agenda.define('close', async (ids) => {" }, '}); {'],
  ['what a queue processes', 'job', { head: 'orderQueue.process(async (ids) => {' }, '}); {'],
  ['a worker of BullMQ', 'job', { beside: "import { Worker } from 'bullmq';", head: "new Worker('orders', async (ids) => {" }, '}); {'],
  ['a worker of another package', 'unknown', { beside: "import { Worker } from 'node:worker_threads';", head: "new Worker('orders', async (ids) => {" }, '}); {'],
  ['a task of Trigger.dev', 'job', { beside: "import { task } from '@trigger.dev/sdk/v3';", head: "export const closing = task({ id: 'close', run: async (ids) => {" }, '}}); {'],
  ['a task of another package', 'unknown', { beside: "import { task } from 'listr';", head: "export const closing = task({ id: 'close', run: async (ids) => {" }, '}}); {'],
  ['a handler of a route', 'request', { head: "app.post('/close', async (ids) => {" }, '}); {'],
  ['a handler behind a guard', 'request', { head: "router.get('/close', guard, async (ids) => {" }, '}); {'],
  ['a method called get', 'unknown', { head: "cache.get('orders', async (ids) => {" }, '}); {'],
  ['a mutation of tRPC', 'request', { head: 'export const close = procedure.input(schema).mutation(async (ids) => {' }, '}); {'],
  ['a query with a callback', 'unknown', { head: 'client.query(text, async (ids) => {' }, '}); {'],
  ['an action of a server', 'request', { head: "async function close(ids) { 'use server';" }],
  ['a string of another kind', 'unknown', { head: "async function close(ids) { 'use client';" }],
  ['a command of commander', 'command', { beside: "import { program } from 'commander';" }],
  ['a command of commander, of a project that is called api', 'command', { beside: "import { program } from 'commander';", file: 'api/src/close.ts' }],
  ['a job that is started by a command of commander', 'job', { beside: "import { program } from 'commander';", file: 'src/workers/close.ts' }],
  ['another package', 'unknown', { beside: "import { commandOf } from './commander';" }],
  ['what a job calls', 'job', { head: 'async function closeOrders(ids) {', beside: "cron.schedule('0 * * * *', () => closeOrders([]));" }],
  ['what is handed to a job by its name', 'job', { head: 'async function closeOrders(ids) {', beside: "cron.schedule('0 * * * *', closeOrders);" }],
  ['what a job calls through another', 'job', { head: 'async function closeOrders(ids) {', beside: "cron.schedule('0 * * * *', () => closeAll());\nasync function closeAll() { await closeOrders([]); }" }],
  ['what a job calls through too many', 'unknown', { head: 'async function closeOrders(ids) {', beside: "cron.schedule('0 * * * *', () => start());\nasync function start() { await closeAll(); }\nasync function closeAll() { await closeOrders([]); }" }],
  ['what jobs and something else call', 'unknown', { head: 'async function closeOrders(ids) {', beside: "cron.schedule('0 * * * *', () => closeOrders([]));\nexport const other = () => closeOrders([]);" }],
  ['what a job and a route call', 'unknown', { head: 'async function closeOrders(ids) {', beside: "cron.schedule('0 * * * *', () => closeOrders([]));\napp.get('/', () => closeOrders([]));" }],
  ['a method that a job calls', 'job', { head: 'class Orders { async closeOrders(ids) {', beside: "cron.schedule('0 * * * *', () => new Orders().closeOrders([]));" }, '}'],
  ['what calls itself', 'unknown', { head: 'async function closeOrders(ids) { await closeOrders(ids.slice(1));' }],
];
