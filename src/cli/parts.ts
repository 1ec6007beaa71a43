import type { Linter, Rule } from 'eslint';
import { adviceOf } from './advice.ts';

/** A message in the parts of which it is made, for layouts that show each by itself. */
export interface Parts {
  /** What happens, with its cost. */
  readonly headline: string;
  /** What it costs, as the headline ends with it; undefined where that is no number of queries. */
  readonly cost?: string | undefined;
  /** The edit; undefined where the message has no advice. */
  readonly help?: string | undefined;
  /** Why, where it isn't plain. */
  readonly note?: string | undefined;
  /** Other places that it is about: the loop, the query that loads its rows, the query where that isn't what is reported. */
  readonly related?: readonly RelatedPlace[] | undefined;
}

/** A place, and what is there as a sentence. */
export interface RelatedPlace {
  readonly text: string;
  readonly line: number;
  readonly file: string;
}

/** What the placeholders of a message are called that stand behind the headline. */
const BEHIND = ['why', 'advice'];

/** How a headline ends that says the cost. */
const COST = ': {{cost}}.';

/**
 * The parts of the messages of a run. ESLint keeps a message as one text; what it was made of is written down when a rule reports, by its place.
 */
export class PartsBook {
  readonly #parts = new Map<string, Parts>();

  /** `rule`, with what its reports are made of written down. */
  noting(id: string, rule: Rule.RuleModule): Rule.RuleModule {
    return {
      ...rule,
      create: (context) => {
        const report = (descriptor: Rule.ReportDescriptor): void => {
          if ('messageId' in descriptor && 'loc' in descriptor) {
            const template = rule.meta?.messages?.[descriptor.messageId] ?? '';
            const data = (descriptor.data ?? {}) as Readonly<Record<string, string>>;
            const line = 'start' in descriptor.loc ? descriptor.loc.start.line : descriptor.loc.line;
            this.#parts.set(keyOf(context.filename, id, filled(template, data), line), partsOf(template, data, context.filename));
          }
          context.report(descriptor);
        };
        return rule.create(Object.create(context, { report: { value: report } }) as Rule.RuleContext);
      },
    };
  }

  /** The parts of a message about a file; of one that has none, the whole text as its headline. */
  of(file: string, { ruleId, message, line }: Linter.LintMessage): Parts {
    return this.#parts.get(keyOf(file, ruleId ?? '', message, line)) ?? { headline: message };
  }
}

/** Two lists of a file may be told the same sentence. */
function keyOf(file: string, id: string, message: string, line: number): string {
  return JSON.stringify([file, id, message, line]);
}

function partsOf(template: string, data: Readonly<Record<string, string>>, filename: string): Parts {
  const headline = BEHIND.reduce((text, name) => text.replace(`{{${name}}}`, ''), template);
  const { help, note } = adviceOf(data.advice ?? '');
  const notes = [template.includes('{{why}}') ? data.why : undefined, note].filter((text) => text !== undefined && text !== '');
  const related = relatedPlaces(data, filename);
  const cost = headline.trim().endsWith(COST) ? { cost: data.cost } : {};
  return { headline: filled(headline, data).trim(), ...cost, ...(related.length === 0 ? {} : { related }), help, note: notes.length === 0 ? undefined : notes.join(' ') };
}

/** Each line of a file once. */
function relatedPlaces({ callee, helper, line, path, subject, scopeLine, loadedLine }: Readonly<Record<string, string>>, filename: string): RelatedPlace[] {
  const query = callee === undefined || helper === undefined || line === undefined ? [] : [{ text: `\`${callee}\` stands here.`, line: Number(line), file: path ?? filename }];
  const scope = scopeLine === undefined || subject === undefined ? [] : [{ text: `This runs once ${subject}.`, line: Number(scopeLine), file: filename }];
  const loaded = loadedLine === undefined ? [] : [{ text: 'The rows are read here.', line: Number(loadedLine), file: filename }];
  const places = [...query, ...loaded, ...scope];
  return places.filter((place, index) => places.findIndex((other) => other.line === place.line && other.file === place.file) === index);
}

/** The headline without its cost, for layouts that show that by itself. */
export function withoutCost({ headline, cost }: Parts): string {
  return cost === undefined ? headline : `${headline.slice(0, -`: ${cost}.`.length)}.`;
}

/** As ESLint fills in placeholders. */
function filled(template: string, data: Readonly<Record<string, string>>): string {
  return template.replace(/\{\{\s*([^{}]+?)\s*\}\}/g, (whole, name: string) => data[name] ?? whole);
}
