// How often hooks or subscribers of a library were called for a write since the last reset, for its models and its database.ts.

export let told = 0;

export function tell(): void {
  told += 1;
}

export function forget(): void {
  told = 0;
}
