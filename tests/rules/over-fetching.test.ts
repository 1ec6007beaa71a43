import { overFetching } from '../cases/over-fetching.ts';
import { runCases } from '../run-cases.ts';

runCases({ 'no-over-fetching': overFetching });
