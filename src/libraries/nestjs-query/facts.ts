/** Facts of versions 9.5.0 of @ptc-org/nestjs-query-graphql and its adapters, read there. */
export const PACKAGES = /^@(?:ptc-org\/nestjs-query|nestjs-query\/query)-graphql(?:$|\/)/;

/** Decorators of relations of which a row has many, those without pages, and all of them. */
export const PAGED_RELATION = /^(?:Filterable)?(?:Offset|Cursor)Connection$/;
export const UNPAGED_RELATION = /^(?:Filterable)?UnPagedRelation$/;
export const ANY_RELATION = /^(?:Filterable)?(?:(?:UnPaged)?Relation|(?:Offset|Cursor)Connection)$/;
