import { snakeCase } from './text.ts';

/** `set_tenant`, `setSchema`, `switch_to_database`, `activateSite`, in snake case. */
const SWITCHES = /^(set|use|switch|activate|change|select|enter|connect)(_(to|current|active|the))*_(tenant|schema|database|db|connection|search_path|shard|site|workspace|organi[sz]ation|account|company)\w*$|^(activate|switch)$/;

/** Names of what one is in while a callback or a `with` block runs: `tenant_context`, `runInSchema`. */
const CONTEXTS = /tenant|schema|scope|database|shard|activat|as_current/i;

/** True for names of functions that turn to another tenant, schema or database; in camel or snake case. */
export function namesSwitch(name: string): boolean {
  return SWITCHES.test(snakeCase(name));
}

/** True for names of what enters a tenant, schema or database for a while; in camel or snake case. */
export function namesContext(name: string): boolean {
  return CONTEXTS.test(snakeCase(name));
}
