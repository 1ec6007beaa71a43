/** Advice, divided into the edit and the reasons that stand around it. */
export interface Advice {
  readonly help: string | undefined;
  readonly note: string | undefined;
}

/**
 * How a sentence begins that says what to write: with the verb, after the case that it is for. What gives a reason before the edit has the verb behind its colon
 * ("Every row gets the same values: write …").
 */
const EDIT = new RegExp(
  `^(Or|Where|Instead)\\b|(^|: )(${[
    'add|annotate|answer|ask|call|cap|change|choose|collect|compare|compute|continue|count|cut|delete|enable|find|give|go|index|insert|iterate|join|keep|leave|let|load|look|make|move|name|narrow',
    'offer|order|override|page|pass|prefetch|put|raise|read|register|remove|replace|return|run|save|search|select|send|set|show|take|test|try|turn|update|use|walk|work|write',
  ].join('|')})\\b`,
  'i',
);

/** The sentences of `advice` that say what to write, and the others; where none does, all of it is help. */
export function adviceOf(advice: string): Advice {
  const sentences = sentencesOf(advice);
  const edits = sentences.filter((sentence) => EDIT.test(sentence));
  const others = edits.length === 0 ? [] : sentences.filter((sentence) => !edits.includes(sentence));
  const joined = (parts: readonly string[]): string | undefined => (parts.length === 0 ? undefined : parts.join(' '));
  return { help: joined(edits.length === 0 ? sentences : edits), note: joined(others) };
}

/** A full stop within code ends no sentence. */
function sentencesOf(text: string): string[] {
  const masked = text.replace(/`[^`]*`/g, (code) => code.replace(/\s/g, '_').replace(/[.?!]/g, '_'));
  const ends = [...masked.matchAll(/[.?!](?=\s+[A-Z`"(])/g)].map(({ index }) => index + 1);
  return [0, ...ends].map((start, index) => text.slice(start, ends[index]).trim()).filter(Boolean);
}
