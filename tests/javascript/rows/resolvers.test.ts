import { describe, expect, it } from 'vitest';
import { isPerRow, lintProject, ruleIds } from '../../lint-project.ts';

const SHARED = {
  'package.json': '{ "dependencies": { "typeorm": "0.3.20", "@nestjs/graphql": "12.0.0" } }',
  'src/customers.service.ts': "import { InjectRepository } from '@nestjs/typeorm';\nimport { Repository } from 'typeorm';\nimport { Customer } from './customer.entity';\nexport class CustomersService {\n  constructor(@InjectRepository(Customer) private readonly customers: Repository<Customer>) {}\n  byId(id: number) { return this.customers.findOneBy({ id }); }\n}",
  'src/customer.entity.ts': "import { Entity, PrimaryGeneratedColumn } from 'typeorm';\n@Entity() export class Customer { @PrimaryGeneratedColumn() id: number; }",
};

/** A class of resolvers with one method, whose service sends a query. */
function classOf(method: string, imports = "import { Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';", decorator = ''): Record<string, string> {
  return {
    ...SHARED,
    'src/orders.resolver.ts': `${imports}\nimport DataLoader from 'dataloader';\nimport { CustomersService } from './customers.service';\n${decorator}\nexport class OrdersResolver {\n  constructor(private readonly customers: CustomersService, private readonly loader: DataLoader<number, Customer>) {}\n  ${method}\n}`,
  };
}

function mapOf(map: string): Record<string, string> {
  return { ...SHARED, 'src/orders.resolver.ts': `import { getRepository } from 'typeorm';\nimport { Customer } from './customer.entity';\n${map}` };
}

const BY_KEY = 'getRepository(Customer).findOneBy({ id: order.customerId })';

describe('resolvers of fields', () => {
  it('are told with the type, the field and where the query stands', async () => {
    const messages = await lintProject({ ...classOf('@Query(() => [Order]) orders() {}\n  @ResolveField() customer(@Parent() order: Partial<Order>) { return this.customers.byId(order.customerId); }'), 'src/all.gql': '{ orders(first: 20) { customer { name } } }' }, 'src/orders.resolver.ts', { preset: 'recommended' });
    expect(messages.map(({ message }) => message)).toEqual([
      '`this.customers.findOneBy` (customers.service.ts:6, through `this.customers.byId`) runs once for each `Order` whose `customer` is asked for: a query per row. Let a DataLoader of the request collect the keys and read all of them with one query, or load it in the query that lists the rows and give it from there.',
    ]);
  });

  const MAP = mapOf(`export const resolvers = { Order: { customer: (order) => ${BY_KEY} } };`);
  const asking = (document: string): Record<string, string> => ({ ...MAP, 'src/client.ts': `import { gql } from './client';\nexport const ORDERS = gql\`${document}\`;` });

  it.each<[name: string, files: Record<string, string>]>([
    ['a list', asking('query All($n: Int! = 5) @cached(ttl: 5) { mine: orders(first: $n) { id customer { name } } }')],
    ['a list, as the schema says too', { ...asking('{ theOrders(id: 1, page: 2) { customer { name } } }'), 'src/schema.graphql': 'type Query {\n  theOrders(id: ID!): [Order!]!\n}' }],
    ['a document that code takes up', { ...MAP, 'package.json': SHARED['package.json'].replace('"typeorm"', '"@graphql-codegen/cli": "5", "typeorm"'), 'src/orders.graphql': 'query AllOrders { orders(limit: 20) { customer { name } } }', 'src/page.tsx': "import { useAllOrdersQuery } from './made';\nexport const Page = () => useAllOrdersQuery();" }],
    ['a document of a project that makes nothing of it', { ...MAP, 'src/orders.graphql': 'query AllOrders { orders(limit: 20) { customer { name } } }' }],
    ['a list of ten', asking('query Ten { orders(take: 10) { customer { name } } }')],
    ['a list in a list of one', asking('query Last { shops(take: 1) { orders(first: 20) { customer { name } } } }')],
    ['the nodes of a list', asking('{ openOrders(where: { status: { in: [OPEN] } }) { nodes { ...on Order { customer @include(if: $all) { name } } } } }')],
    ['a fragment in a list', asking('fragment Row on Order { customer { name } } query { orders(offset: $from) { ...Row } }')],
    ['a fragment of another file, through one more', { ...asking('fragment Cell on Order { customer { name } }'), 'src/Row.graphql': '# cells\nfragment OrderRow on Order { ...Cell }', 'src/page.tsx': 'const PAGE = graphql(/* GraphQL */ `query Page { customer { orders { edges { node { ...OrderRow } } } } }`);' }],
    ['a type that is called after what it is', { ...classOf('@ResolveField() customer(@Parent() row: Row) { return this.customers.byId(row.customerId); }', undefined, '@Resolver(() => OrderDto)'), 'src/all.gql': 'query All { orders(paging: { limit: 20 }) { customer { name } } }' }],
    ['a list, where something else ends it', { ...asking('{ orders(first: 20) { customer { name } } }'), ...mapOf(`export const resolvers = { Order: { customer: (order) => { if (!order.customerId) return null; return ${BY_KEY}; } } };`) }],
    ['a type of graphql-js', { ...mapOf(`export const OrderThing = new GraphQLObjectType({ name: 'Order', fields: () => ({ customer: { type: CustomerType, resolve: (order) => ${BY_KEY} } }) });`), 'src/all.gql': 'query All { orders(paging: { limit: 20 }) { customer { name } } }' }],
  ])('weigh more where a document asks for the field in %s', async (_name, files) => {
    expect(await lintProject(files, 'src/orders.resolver.ts', { preset: 'recommended' })).toHaveLength(1);
  });

  it.each<[name: string, files: Record<string, string>]>([
    ['a list that comes whole', asking('{ orders { customer { name } } }')],
    ['one', asking('query One { order(id: 1) { customer { name } } }')],
    ['a list of one', asking('query Last { orders(where: { open: true }, take: 1) { customer { name } } }')],
    ['the nodes of a list of one', asking('query Last { orders(first: 1) { nodes { customer { name } } } }')],
    ['one that holds a list', asking('query One { order(id: 1) { customer { name } lines { id } } }')],
    ['a list of another type', asking('query All { parcels(first: 20) { customer { name } } }')],
    ['a fragment of one', asking('fragment Row on Order { customer { name } } query { order { ...Row } }')],
    ['a fragment on another type', asking('fragment Row on Parcel { customer { name } } query { orders(first: 20) { ...Row } }')],
    ['a fragment that calls itself', asking('fragment Row on Order { customer { name } ...Row }')],
    ['an argument', asking('query All { orders(customer: { name: 1 }) { id } }')],
    ['a schema', { ...MAP, 'src/schema.graphql': 'type Query { orders(first: Int!): [Order!]! } type Order { customer: Customer }' }],
    ['a list, of rows that may hold it', { ...asking('{ orders(first: 20) { customer { name } } }'), ...mapOf(`export const resolvers = { Order: { customer: (order) => { if (order.customer) return order.customer; return ${BY_KEY}; } } };`) }],
    ['a list, of rows that hold it or not', { ...asking('{ orders(first: 20) { customer { name } } }'), ...mapOf(`export const resolvers = { Order: { customer: (order) => order.customer ?? ${BY_KEY} } };`) }],
    ['a list, of rows that are asked whether they hold it', { ...asking('{ orders(first: 20) { customer { name } } }'), ...mapOf(`export const resolvers = { Order: { customer: (order) => { let found = order.customer; if (!order.customer) found = ${BY_KEY}; return found; } } };`) }],
    ['a list that the schema says is one', { ...asking('{ theOrders(id: 1, first: 20) { customer { name } } }'), 'src/schema.graphql': 'type Query {\n  theOrders(id: ID!): Order\n}' }],
    ['a document that no code takes up', { ...MAP, 'package.json': SHARED['package.json'].replace('"typeorm"', '"@graphql-codegen/cli": "5", "typeorm"'), 'src/orders.graphql': 'query AllOrders { orders(first: 20) { customer { name } } }' }],
    ['what is no document', asking('orders customer')],
  ])('weigh less where it is asked for in %s', async (_name, files) => {
    expect(await lintProject(files, 'src/orders.resolver.ts', { preset: 'recommended' })).toEqual([]);
    expect(ruleIds(await lintProject(files, 'src/orders.resolver.ts'))).toEqual(['no-query-per-row']);
  });

  it.each([
    ['type-graphql', classOf('@FieldResolver() async customer(@Root() order: Order) { return this.customers.byId(order.customerId); }', "import { FieldResolver, Root } from 'type-graphql';")],
    ['a map', mapOf(`export const resolvers = { Order: { customer: (order) => ${BY_KEY} } };`)],
    ['a map by its type', mapOf(`const all: Resolvers = { Order: { customer: async (order) => await ${BY_KEY} } };`)],
    ['one type by its type', mapOf(`export const Order: OrderResolvers = { async customer(order) { return ${BY_KEY}; } };`)],
    ['a type of graphql-js', mapOf(`export const OrderType = new GraphQLObjectType({ name: 'Order', fields: () => ({ customer: { type: CustomerType, async resolve(order) { return ${BY_KEY}; } } }) });`)],
    ['fields that types of graphql-js share', mapOf(`import { GraphQLString } from 'graphql';\nexport const orderFields = () => ({ customer: { type: GraphQLString, resolve(order) { return ${BY_KEY}; } } });`)],
    ['an interface of graphql-js', mapOf(`export const Order = new graphql.GraphQLInterfaceType({ name: 'Order', fields: () => ({ customer: { type: CustomerType, resolve(order) { return ${BY_KEY}; } } }) });`)],
    ['a function that a map names', mapOf(`const customer = async (order) => ${BY_KEY};\nexport const resolvers = { Order: { customer } };`)],
    ['a function that a type of graphql-js names', mapOf(`export const OrderType = new GraphQLObjectType({ name: 'Order', fields: () => ({ customer: { type: CustomerType, resolve: customerOf } }) });\nfunction customerOf(order) { return ${BY_KEY}; }`)],
    ['a field of Pothos', mapOf(`Order.implement({ fields: (t) => ({ customer: t.field({ type: Customer, resolve: (order) => ${BY_KEY} }) }) });`)],
    ['a field of Pothos that a function gives', mapOf(`builder.objectType(Order, { name: 'Order', fields: (t) => { return { customer: t.withAuth({ admin: true }).string({ resolve: customerOf }) }; } });\nexport async function customerOf(order) { return ${BY_KEY}; }`)],
    ['a field that is added to a type of Pothos', mapOf(`builder.objectField(OrderRef, 'customer', (t) => t.field({ type: Customer, resolve: (order) => ${BY_KEY} }));`)],
    ['a field of Pothos that its library asks for', mapOf(`builder.prismaObject('Order', { fields: (t) => ({ customer: t.prismaField({ type: 'Customer', resolve: (query, order) => ${BY_KEY} }) }) });`)],
    ['a field of Nexus', mapOf(`export const Order = objectType({ name: 'Order', definition(t) { t.nonNull.field('customer', { type: 'Customer', resolve(order) { return ${BY_KEY}; } }); } });`)],
    ['a field that is added to a type of Nexus', mapOf(`export const more = extendType({ type: 'Order', definition: (t) => { t.field('customer', { type: 'Customer', resolve: (order) => ${BY_KEY} }); } });`)],
    ['a parameter taken apart', mapOf('export const resolvers = { Order: { customer: ({ customerId }) => getRepository(Customer).findOneBy({ id: customerId }) } };')],
  ])('are seen: %s', async (_name, files) => {
    expect(ruleIds(await lintProject(files, 'src/orders.resolver.ts'))).toEqual(['no-query-per-row']);
  });

  it.each([
    ['of the row, behind what all rows ask for', "const me = await customers.findOneBy({ id: context.user.id }); if (!me) throw new Error('no'); return customers.findOneBy({ id: order.customerId });", 'id: order.customerId'],
    ['of the row, by what was taken of it', 'const me = await customers.findOneBy({ id: context.user.id }); const { customerId } = order; return me && customers.findOneBy({ id: customerId });', 'id: customerId'],
    ['that is always sent', "if (args.by === 'mail') return customers.findOneBy({ mail: order.mail }); const [one] = await customers.find({ where: { id: order.customerId } }); return one;", 'where: { id: order.customerId }'],
    ['that no row is asked by, where there is no other', 'const one = await customers.findOneBy({ id: args.id }); return one && customers.findOneBy({ id: args.other, of: one.id }) && order.open;', '{ id: args.id }'],
  ])('tell of one read of several, the first %s', async (_name, body, told) => {
    const files = mapOf(`const customers = getRepository(Customer);\nexport const resolvers = { Order: { customer: async (order, args, context) => {\n${body.replaceAll('; ', ';\n')}\n} } };`);
    const messages = await lintProject(files, 'src/orders.resolver.ts');
    expect(messages.map(({ line }) => files['src/orders.resolver.ts']?.split('\n')[line - 1])).toEqual([expect.stringContaining(told)]);
  });

  it('say so where all rows ask for the same', async () => {
    const [message] = await lintProject(mapOf('export const resolvers = { Order: { mayEdit: async (order, args, context) => { const me = await getRepository(Customer).findOneBy({ id: context.user.id }); return me.role === order.role; } } };'), 'src/orders.resolver.ts');
    expect(message?.message).toContain('It asks the same for each row: read it once for the request, and keep it in the context.');
  });

  it.each([
    ['a query', classOf('@Query() order(@Parent() order: Order) { return this.customers.byId(order.customerId); }')],
    ['a loader', classOf('@ResolveField() customer(@Parent() order: Order) { return this.loader.load(order.customerId); }')],
    ['a field that does not look at its row', classOf('@ResolveField() customer(@Parent() order: Order) { return this.customers.byId(1); }')],
    ['no row at all', classOf('@ResolveField() customer() { return this.customers.byId(1); }')],
    ['decorators of another package', classOf('@ResolveField() customer(@Parent() order: Order) { return this.customers.byId(order.customerId); }', "import { Parent, ResolveField } from './own';")],
    ['the root of a map', mapOf(`export const resolvers = { Query: { customer: (order) => ${BY_KEY} }, Mutation: { customer: (order) => ${BY_KEY} } };`)],
    ['the root of graphql-js', mapOf(`export const query = new GraphQLObjectType({ name: 'Query', fields: { customer: { type: CustomerType, resolve: (order) => ${BY_KEY} } } });`)],
    ['shared fields of another library', mapOf(`import { Route } from './routes';\nexport const fields = () => ({ customer: { type: Customer, resolve: (order) => ${BY_KEY} } });`)],
    ['a field of an operation', mapOf(`import { GraphQLString } from 'graphql';\nexport const mutations = { rename: { type: GraphQLString, resolve: (_, args) => getRepository(Customer).findOneBy({ id: _.id ?? args.id }) } };`)],
    ['no field of a type', mapOf(`import { GraphQLString } from 'graphql';\nexport const fields = { customer: { resolve: (order) => ${BY_KEY} } };`)],
    ['a resolve of something else', mapOf(`export const route = new Route({ name: 'Order', fields: { customer: { resolve: (order) => ${BY_KEY} } } });`)],
    ['a query of Pothos', mapOf(`builder.queryField('customer', (t) => t.field({ type: Customer, resolve: (order) => ${BY_KEY} }));\nbuilder.queryType({ fields: (t) => ({ customer: t.field({ resolve: (order) => ${BY_KEY} }) }) });`)],
    ['the root of Pothos and of Nexus', mapOf(`builder.objectFields('Query', (t) => ({ customer: t.field({ resolve: (order) => ${BY_KEY} }) }));\nextendType({ type: 'Mutation', definition(t) { t.field('customer', { resolve: (order) => ${BY_KEY} }); } });`)],
    ['what Pothos asks with', mapOf(`builder.prismaObject('Order', { fields: (t) => ({ customer: t.prismaField({ resolve: (order, row) => ${BY_KEY} }) }) });`)],
    ['fields of something else', mapOf(`form.page({ fields: (t) => ({ customer: t.field({ resolve: (order) => ${BY_KEY} }) }) });\nOrder.implement({ fields: () => ({ customer: t.field({ resolve: (order) => ${BY_KEY} }) }) });`)],
    ['the one that is signed in', mapOf("export const resolvers = { User: { mail: async (user, args, context) => { const me = context.session.user.id; if (user.id !== me) throw new Error('no'); return getRepository(Customer).findOneBy({ mail: user.mail }); } } };")],
    ['an object of another kind', mapOf(`export const handlers = { Order: { customer: (order) => ${BY_KEY} } };`)],
    ['a lower-case name', mapOf(`export const resolvers = { order: { customer: (order) => ${BY_KEY} } };`)],
  ])('are none: %s', async (_name, files) => {
    expect(ruleIds(await lintProject(files, 'src/orders.resolver.ts'))).toEqual([]);
  });

  it('are batched by the library where it gathers what one tick asks for', async () => {
    const files = {
      'package.json': '{ "dependencies": { "@prisma/client": "6.0.0" } }',
      'prisma/schema.prisma': 'model Customer {\n  id Int @id\n  email String\n}',
      'src/orders.ts': "import { prisma } from './db';\nexport const resolvers = { Order: { one: (order) => prisma.customer.findUnique({ where: { id: order.customerId } }), all: (order) => prisma.customer.findMany({ where: { email: order.email } }) } };",
      'src/db.ts': "import { PrismaClient } from '@prisma/client';\nexport const prisma = new PrismaClient();",
    };
    const messages = (await lintProject(files, 'src/orders.ts')).filter(isPerRow);
    expect(messages.map(({ message }) => message)).toEqual([expect.stringContaining('`prisma.customer.findMany` runs once for each `Order` whose `all` is asked for')]);
  });

  describe('ask for the associations of a Sequelize row', () => {
    const resolver = (body: string, type = 'OrderType', row = 'order'): string =>
      `import { GraphQLObjectType } from 'graphql';\nimport models from './models';\nexport const Type = new GraphQLObjectType({ name: '${type}', fields: () => ({ one: { type: Other, async resolve(${row}, args, req) { ${body} } } }) });\n`;
    const model = (name: string): string => `import { DataTypes } from 'sequelize';\nimport sequelize from '../connection';\nfunction define() {\n  const Model = sequelize.define('${name}', { id: { type: DataTypes.INTEGER, primaryKey: true } });\n  return Model;\n}\nconst ${name} = define();\nexport default ${name};\n`;
    const project = (text: string, index = "m['Order'] = Order;\nm['Customer'] = Customer;"): Record<string, string> => ({
      'package.json': '{ "dependencies": { "sequelize": "6.37.0", "graphql": "16.0.0" } }',
      'src/connection.js': "import Sequelize from 'sequelize';\nexport default new Sequelize('sqlite::memory:');\n",
      'src/models/Order.js': model('Order'),
      'src/models/Customer.js': model('Customer'),
      'src/models/index.js': `import sequelize from '../connection';\nimport Order from './Order';\nimport Customer from './Customer';\nconst m = {};\n${index}\nm.Order.belongsTo(m.Customer, { as: 'customer' });\nexport default m;\n`,
      'src/types.js': text,
    });
    const told = async (files: Record<string, string>): Promise<string[]> => ruleIds(await lintProject(files, 'src/types.js'));

    it.each([
      ['by the name of the type', resolver('return row.getCustomer();', 'OrderType', 'row')],
      ['by the name of the parameter', resolver('return order.getCustomer();', 'Purchase')],
      ['after a loader', resolver('const customer = await req.loaders.Customer.byId.load(order.customerId); return customer.hidden ? null : order.getCustomer();')],
      ['after a look at the rights', resolver('if (!(await mayRead(req, order))) return null; return order.getCustomer();')],
    ])('%s', async (_name, text) => {
      expect(await told(project(text))).toEqual(['no-query-per-row']);
    });

    it('in a loop that waits for a loader, which is the database too', async () => {
      const files = project("import models from './models';\nexport async function all(loaders) {\n  for (const order of await models.Order.findAll()) {\n    await loaders.shop.load(order.shopId);\n    await models.Customer.count({ where: { orderId: order.id } });\n  }\n}\n");
      expect(await told(files)).toEqual(['no-query-per-row']);
      expect(await told({ ...files, 'src/types.js': files['src/types.js']?.replace('loaders.shop.load', 'remote.shop.load') ?? '' })).toEqual([]);
    });

    it('by names that an index gives at run time', async () => {
      expect(await told(project(resolver('return order.getCustomer();'), "for (const one of [Order, Customer]) m[one.name] = one;"))).toEqual(['no-query-per-row']);
    });

    it.each([
      ['what the model has not', resolver('return order.getShipper();')],
      ['another model', resolver('return thing.getCustomer();', 'ThingType', 'thing')],
      ['what is no row', resolver('return req.order.getCustomer();')],
      ['an argument that is called so', resolver('return args.getCustomer();')],
    ])('but not %s', async (_name, text) => {
      expect(await told(project(text))).toEqual([]);
    });
  });
});
