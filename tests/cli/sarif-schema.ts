const text = { type: 'object', required: ['text'], properties: { text: { type: 'string', minLength: 1 } } } as const;
const level = { enum: ['none', 'note', 'warning', 'error'] } as const;
const positive = { type: 'integer', minimum: 1 } as const;
const artifactLocation = {
  type: 'object',
  properties: { uri: { type: 'string', format: 'uri-reference' }, uriBaseId: { type: 'string' } },
  required: ['uri'],
  additionalProperties: false,
} as const;
const artifactChange = {
  type: 'object',
  required: ['artifactLocation', 'replacements'],
  additionalProperties: false,
  properties: {
    artifactLocation,
    replacements: {
      type: 'array',
      minItems: 1,
      items: {
        type: 'object',
        required: ['deletedRegion'],
        additionalProperties: false,
        properties: {
          deletedRegion: { type: 'object', required: ['charOffset'], additionalProperties: false, properties: { charOffset: { type: 'integer', minimum: 0 }, charLength: { type: 'integer', minimum: 0 } } },
          insertedContent: { type: 'object', required: ['text'], additionalProperties: false, properties: { text: { type: 'string' } } },
        },
      },
    },
  },
} as const;
const location = {
  type: 'object',
  required: ['physicalLocation'],
  additionalProperties: false,
  properties: {
    physicalLocation: {
      type: 'object',
      required: ['artifactLocation'],
      additionalProperties: false,
      properties: {
        artifactLocation,
        region: { type: 'object', required: ['startLine'], additionalProperties: false, properties: { startLine: positive, startColumn: positive, endLine: positive, endColumn: positive } },
      },
    },
  },
} as const;

/** What SARIF 2.1.0 (OASIS, sections 3.13 to 3.58) says of the properties that we write; strict, so that a misspelt one is seen. */
export const sarifSchema = {
  type: 'object',
  required: ['version', 'runs'],
  additionalProperties: false,
  properties: {
    $schema: { type: 'string' },
    version: { const: '2.1.0' },
    runs: {
      type: 'array',
      minItems: 1,
      items: {
        type: 'object',
        required: ['tool', 'results'],
        additionalProperties: false,
        properties: {
          tool: {
            type: 'object',
            required: ['driver'],
            properties: {
              driver: {
                type: 'object',
                required: ['name'],
                additionalProperties: false,
                properties: {
                  name: { type: 'string' },
                  informationUri: { type: 'string', format: 'uri' },
                  semanticVersion: { type: 'string', pattern: '^\\d+\\.\\d+\\.\\d+' },
                  rules: {
                    type: 'array',
                    uniqueItems: true,
                    items: {
                      type: 'object',
                      required: ['id'],
                      additionalProperties: false,
                      properties: {
                        id: { type: 'string' },
                        name: { type: 'string' },
                        shortDescription: text,
                        fullDescription: text,
                        help: { ...text, additionalProperties: false, properties: { ...text.properties, markdown: { type: 'string', minLength: 1 } } },
                        helpUri: { type: 'string' },
                        defaultConfiguration: { type: 'object', additionalProperties: false, properties: { level } },
                        properties: { type: 'object', properties: { tags: { type: 'array', uniqueItems: true, items: { type: 'string' } } } },
                      },
                    },
                  },
                },
              },
            },
          },
          columnKind: { enum: ['utf16CodeUnits', 'unicodeCodePoints'] },
          originalUriBaseIds: { type: 'object', additionalProperties: { type: 'object', properties: { uri: { type: 'string', pattern: '^file:///.*/$' } } } },
          artifacts: { type: 'array', uniqueItems: true, items: { type: 'object', additionalProperties: false, properties: { location: artifactLocation } } },
          invocations: {
            type: 'array',
            items: {
              type: 'object',
              required: ['executionSuccessful'],
              additionalProperties: false,
              properties: {
                executionSuccessful: { type: 'boolean' },
                toolExecutionNotifications: {
                  type: 'array',
                  items: { type: 'object', required: ['message'], additionalProperties: false, properties: { message: text, level, locations: { type: 'array', items: location } } },
                },
              },
            },
          },
          results: {
            type: 'array',
            items: {
              type: 'object',
              required: ['message'],
              additionalProperties: false,
              properties: {
                ruleId: { type: 'string' },
                ruleIndex: { type: 'integer', minimum: 0 },
                level,
                message: text,
                locations: { type: 'array', items: location },
                partialFingerprints: { type: 'object', additionalProperties: { type: 'string' } },
                fixes: {
                  type: 'array',
                  items: { type: 'object', required: ['artifactChanges'], additionalProperties: false, properties: { description: text, artifactChanges: { type: 'array', minItems: 1, items: artifactChange } } },
                },
                suppressions: {
                  type: 'array',
                  items: { type: 'object', required: ['kind'], additionalProperties: false, properties: { kind: { enum: ['inSource', 'external'] }, justification: { type: 'string' } } },
                },
              },
            },
          },
        },
      },
    },
  },
} as const;
