import { django, prisma, spellings } from '../cases/unbounded-read.ts';
import { runCases } from '../run-cases.ts';

runCases({ 'no-unbounded-read': [django, prisma, spellings] });
