/**
 * What a whole installation or customer is told apart by: whatever belongs to one of them is most of a table, so that its rows are no
 * handful although one parent has them all.
 */
const TENANT = /(?:^|_)(?:site|tenant|workspace|organi[sz]ation|company|conference|journal|press)$/;

/** The name, in the spelling of either language, is that of a tenant's relation or key: `site`, `organisation_id`, `tenantId`. */
export function namesTenant(name: string): boolean {
  return TENANT.test(name.replaceAll(/([a-z\d])([A-Z])/g, '$1_$2').toLowerCase().replace(/_(?:id|pk|uuid)$/, ''));
}
