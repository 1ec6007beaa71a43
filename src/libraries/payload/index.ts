import type { AdminFramework } from '../../javascript/frameworks/admin-framework.ts';
import { about } from './about.ts';
import { PAYLOAD_PACKAGES } from './facts.ts';
import { resourcesOf } from './list-page.ts';
import { factsOf } from './lists.ts';
import { mayHoldCalls, readerOf } from './local-api.ts';
import { documentHooksOf, rowFunctionsOf } from './row-functions.ts';

export { payloadApi } from './local-api.ts';

/** Payload's configuration, and what is done with the answers of its local API. */
export const payload: AdminFramework = {
  about,
  glance: (file) => mayHoldCalls(file) || (file.imports.some((source) => PAYLOAD_PACKAGES.test(source)) && /\b(?:slug|fields|hooks|access)\s*:|Hook\b|FieldAccess\b/.test(file.text)),
  rowFunctions: (file, project) => rowFunctionsOf(file, project),
  read: (file, project, { calls }) => ({ ...factsOf(file, readerOf(file.module, file, project), project), resources: resourcesOf(file, documentHooksOf(file, project), calls) }),
};
