import { getModelByName } from '@adminjs/prisma';
import type { ActionContext, ActionRequest, ListActionResponse, ResourceWithOptions } from 'adminjs';
import { prisma } from '../prisma.js';

/** Adds the number of lines to each order of the list. */
const addLineCounts = async (response: ListActionResponse): Promise<ListActionResponse> => {
  await Promise.all(
    response.records.map(async (record) => {
      record.params.lineCount = await prisma.orderLine.count({ where: { orderId: record.params.id } });
    }),
  );
  return response;
};

/** Silent: one query for all orders of the page. */
const addCustomerNames = async (response: ListActionResponse): Promise<ListActionResponse> => {
  const ids = response.records.map((record) => record.params.customer as number);
  const customers = await prisma.customer.findMany({ where: { id: { in: ids } }, select: { id: true, name: true } });
  const names = new Map(customers.map((customer) => [customer.id, customer.name]));
  for (const record of response.records) {
    record.params.customerName = names.get(record.params.customer as number);
  }
  return response;
};

export const orders: ResourceWithOptions = {
  resource: { model: getModelByName('Order'), client: prisma },
  options: {
    listProperties: ['id', 'customerName', 'status', 'total', 'lineCount'],
    actions: {
      list: { after: [addLineCounts, addCustomerNames] },
      archive: {
        actionType: 'bulk',
        component: false,
        handler: async (request: ActionRequest, response: unknown, context: ActionContext) => {
          for (const record of context.records ?? []) {
            await record.update({ archived: true });
          }
          return { records: (context.records ?? []).map((record) => record.toJSON(context.currentAdmin)) };
        },
      },
      markAsSent: {
        actionType: 'bulk',
        component: false,
        handler: async (request: ActionRequest, response: unknown, context: ActionContext) => {
          // silent: one statement for the whole selection
          const ids = (context.records ?? []).map((record) => record.params.id as number);
          await prisma.order.updateMany({ where: { id: { in: ids } }, data: { status: 'SENT' } });
          return { records: (context.records ?? []).map((record) => record.toJSON(context.currentAdmin)) };
        },
      },
    },
  },
};
