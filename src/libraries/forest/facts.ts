/**
 * What Forest Admin does by itself, read in agent-nodejs 8e14caa (datasource-customizer, August 2026) and forest-express 7ea9c57, and measured through the agent's real
 * decorators on SQLite with 5,000 customers.
 */

/** Packages of the agent, and of the liana before it. */
export const AGENT_PACKAGES = /^@forestadmin(?:-experimental)?\//;
export const LIANA_PACKAGES = /^forest-express(?:-sequelize|-mongoose)?$/;

/** Rows of a list page before anybody chooses another size (agent, utils/query-string.ts). */
export const PAGE_SIZE = 15;

/** Switches that sort or filter in memory, as far as the database can't: each fetches the whole collection first (sort-emulate, operators-emulate). */
export const EMULATIONS: Readonly<Record<string, 'order' | 'filter'>> = { emulateFieldSorting: 'order', emulateFieldFiltering: 'filter', emulateFieldOperator: 'filter' };

/** What a page costs through one of them, and where the field's own values take a query per record. */
export const EMULATED_PAGE = 'a page of 15 out of 5,000 took 2 queries and 5,015 rows';
export const EMULATED_PER_RECORD = 'a page of 15 out of 5,000 took 5,002 queries, for its values take one per record';
