/** The packages: drivers and decorators (7) have one each, and frameworks give the library on under their own names. */
export const MIKRO_PACKAGES = /^(?!\.)(?:@|[\w@/-]+\/)?mikro-orm(?:\/|$)/;
