import { django, prisma, spellings } from '../cases/unbounded-read.ts';
import { runCases } from '../run-cases.ts';

runCases({ 'no-unbounded-read': { invalid: [...django.invalid, ...prisma.invalid, ...spellings.invalid], valid: [...django.valid, ...prisma.valid, ...spellings.valid] } });
