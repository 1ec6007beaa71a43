import type { Makings } from '../../javascript/weight/makers.ts';

/** Delegates, computed ones among them, and nested writes: Prisma 5.22, 6.19 and 7.10. */
export const PRISMA_MAKINGS: Makings = {
  words: ['create', 'createMany', 'createManyAndReturn', 'connectOrCreate', 'upsert'],
  patterns: [
    /(?:\b(\w+)|[\])])\s*[?!]?\.\s*(?:create|createMany|createManyAndReturn|upsert)\s*\(/g,
    /\b(\w+)\s*[:=]\s*\{\s*(?:create|createMany|connectOrCreate|upsert)\s*[:,}]/g,
  ],
  handing: String.raw`\b\w*(?:[pP]risma|[dD]b|tx|[cC]lient)\s*\.\s*`,
  isExact: true,
  adapters: ['PrismaAdapter', 'prismaAdapter'],
};
