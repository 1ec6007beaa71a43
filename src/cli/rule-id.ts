/** What the full ids of our rules begin with. */
export const NAMESPACE = 'admin-scale/';

/** The id of a rule as its page is called; empty for what is no rule's. */
export function plainId(id: string | null): string {
  const full = id ?? '';
  return isOurs(full) ? full.slice(NAMESPACE.length) : full;
}

/** True for the full ids of our rules. */
export function isOurs(id: string | null): boolean {
  return id?.startsWith(NAMESPACE) === true;
}
