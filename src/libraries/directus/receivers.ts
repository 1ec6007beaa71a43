import { dependsOn } from '../../javascript/project/packages.ts';
import type { TypeModel } from '../../javascript/receivers/type-model.ts';
import { about } from './about.ts';
import { SERVICES } from './facts.ts';

/** Classes of services, as Directus hands them to an extension: `const { ItemsService } = services`. */
const NAMED = new RegExp(`^(?:${Object.keys(SERVICES).join('|')})$`);

/** What gives a service, by which an extension reads and writes items: @directus/api 39, extensions-sdk 16. Extensions import the classes from nowhere: they are called by their names. */
export const DIRECTUS_TYPES: TypeModel = {
  packages: about.packages,
  types: { service: NAMED },
  made: { class: { kind: 'service' } },
  worthOpening: /service/i,
  conventions: { hold: ({ path }) => dependsOn(path, about.packages), types: { service: NAMED }, names: { says: NAMED, kind: 'class' } },
};
