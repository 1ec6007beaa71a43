import type { Order } from '@prisma/client';
import { prisma } from '../prisma.js';

const PAGE_SIZE = 50;

/** One page for the order list of the back office. */
export async function orderPage(page: number) {
  return prisma.order.findMany({
    orderBy: { createdAt: 'desc' },
    skip: page * PAGE_SIZE,
    take: PAGE_SIZE,
  });
}

/** Silent: by cursor, so that every page costs the same. */
export async function ordersAfter(lastId: number | undefined) {
  return prisma.order.findMany({
    orderBy: { id: 'desc' },
    take: PAGE_SIZE,
    ...(lastId === undefined ? {} : { cursor: { id: lastId }, skip: 1 }),
  });
}

/** Whom to remind: asks for the customer of each order. */
export async function reminders(before: Date): Promise<string[]> {
  const overdue = await prisma.order.findMany({ where: { status: 'NEW', createdAt: { lt: before } } });
  const lines: string[] = [];
  for (const order of overdue) {
    const customer = await prisma.customer.findUnique({ where: { id: order.customerId } });
    lines.push(`${order.id}: ${customer?.email ?? 'unknown'}`);
  }
  return lines;
}

/** Silent: the customers come with the orders. */
export async function invoices(since: Date): Promise<string[]> {
  const paid = await prisma.order.findMany({ where: { status: 'PAID', createdAt: { gte: since } }, include: { customer: true } });
  return paid.map((order) => `${order.id}: ${order.customer.email}`);
}

/** Archives all there is, at the end of the year. */
export async function archiveAll(): Promise<void> {
  const orders = await prisma.order.findMany({ select: { id: true } });
  for (const order of orders) {
    await prisma.order.update({ where: { id: order.id }, data: { archived: true } });
  }
}

/** Hands all orders to the accounts, batch by batch. */
export async function exportOrders(write: (orders: Order[]) => Promise<void>): Promise<void> {
  let skip = 0;
  for (;;) {
    const batch = await prisma.order.findMany({ orderBy: { id: 'asc' }, skip, take: 500 });
    if (batch.length === 0) break;
    await write(batch);
    skip += batch.length;
  }
}

/** Silent: three states, three queries, however many orders there are. */
export async function totals() {
  const counts: Record<string, number> = {};
  for (const status of ['NEW', 'PAID', 'SENT'] as const) {
    counts[status] = await prisma.order.count({ where: { status } });
  }
  return counts;
}
