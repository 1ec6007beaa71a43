import type { About } from '../../project/about.ts';

export const about: About = { label: 'Strapi', kind: 'admin', language: 'javascript', packages: /^@strapi\/strapi$/, imports: /['"]@strapi\/[\w-]+(?:\/[\w-]+)*['"]/ };
