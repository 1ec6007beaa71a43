import type { Evidence } from '../model/evidence.ts';
import { type Impact, judge, type Verdict } from '../model/verdict.ts';

/** Schema of the option that the rules about code per row share. */
export const impactSchema = [
  {
    type: 'object',
    properties: {
      impact: {
        description: 'Which findings to report: `any`, or only those of `high` impact, where there can be many rows and the remedy spares statements.',
        enum: ['any', 'high'],
      },
    },
    additionalProperties: false,
  },
] as const;

export interface ImpactOption {
  readonly impact?: 'any' | Impact;
}

/** True where the verdict on `evidence` is a report, and one of the impact that is wanted. */
export function isWanted(evidence: Evidence, option: ImpactOption): boolean {
  return isOfImpact(judge(evidence), option);
}

/** True where a verdict is a report, and one of the impact that is wanted. */
export function isOfImpact(verdict: Verdict, { impact = 'any' }: ImpactOption): boolean {
  return verdict.report && (impact === 'any' || verdict.impact === impact);
}
