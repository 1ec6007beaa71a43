import { settingsSchema } from '../project/settings.ts';
import { PRESETS } from './arguments.ts';

/** JSON schema of the file of settings, `admin-scale.schema.json` of the package: by it editors complete and check `admin-scale.json`. */
export const configSchema = {
  $schema: 'http://json-schema.org/draft-07/schema#',
  title: 'Settings of admin-scale',
  type: 'object',
  properties: {
    $schema: { description: 'Where this schema is, for editors.', type: 'string' },
    preset: { description: 'recommended: what is nearly always right. strict: all rules.', enum: PRESETS, default: 'recommended' },
    rules: {
      description: 'Rules by id: "off", "warn", "error", or such a word with options in an array.',
      type: 'object',
      additionalProperties: { anyOf: [{ enum: ['off', 'warn', 'error', 0, 1, 2] }, { type: 'array', minItems: 1, items: [{ enum: ['off', 'warn', 'error', 0, 1, 2] }] }] },
    },
    ...settingsSchema.properties,
  },
  additionalProperties: false,
} as const;
