import type { SourceFile } from '../../javascript/project/modules.ts';
import { dependsOn } from '../../javascript/project/packages.ts';
import type { TypeModel } from '../../javascript/receivers/type-model.ts';
import { about } from './about.ts';
import { PAYLOAD_PACKAGES } from './facts.ts';

const PAYLOAD = { kind: 'payload' };
const REQUEST = { kind: 'request' };

/** True for a file of a project that depends on Payload. */
export function isPayloadProject({ path }: Pick<SourceFile, 'path'>): boolean {
  return dependsOn(path, about.packages);
}

/** What gives Payload's instance, which answers queries, and the adapter of its database: payload 3.88.0, and 2 where that exported the instance. Its SDK asks the same of the REST API. */
export const PAYLOAD_TYPES: TypeModel = {
  packages: PAYLOAD_PACKAGES,
  types: { payload: /^(?:(?:Base)?Payload|PayloadSDK)$/, request: /^PayloadRequest\w*$/ },
  values: { default: PAYLOAD },
  functions: { getPayload: PAYLOAD, getPayloadHMR: PAYLOAD, createLocalReq: REQUEST, createPayloadRequest: REQUEST },
  properties: { request: { payload: PAYLOAD }, payload: { db: { kind: 'db' } } },
  worthOpening: /payload|^cms$/i,
  // Hooks, access and endpoints are handed `{ req }` and `{ payload }` without a type of their own. Whatever is called so still has to be asked with `collection` or `slug`.
  conventions: { hold: isPayloadProject, types: {}, names: { says: /^payload$/, kind: 'payload' } },
};
