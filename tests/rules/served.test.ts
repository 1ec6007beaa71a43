import { answers } from '../cases/served.ts';
import { runCases } from '../run-cases.ts';

runCases({ 'no-unbounded-read': answers });
