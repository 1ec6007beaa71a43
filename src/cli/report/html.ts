import { escaped } from '../formats/markup.ts';

/** Text that is markup already. */
export class Html {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

type Value = string | number | Html | undefined | readonly Value[];

/** Markup with values in it. Whatever is no `Html` is text of others and escaped; undefined is nothing. */
export function html(strings: TemplateStringsArray, ...values: readonly Value[]): Html {
  return new Html(strings.map((part, index) => `${part}${markupOf(values[index])}`).join(''));
}

function markupOf(value: Value): string {
  if (value === undefined) return '';
  if (value instanceof Html) return value.text;
  return typeof value === 'object' ? value.map((one) => markupOf(one)).join('') : quoted(String(value));
}

function quoted(text: string): string {
  return escaped(text).replaceAll('"', '&quot;').replaceAll("'", '&#39;');
}

/** A message, in which code stands between backticks. */
export function prose(text: string): Html {
  return html`${text.split(/(`[^`]+`)/).map((part) => (/^`.+`$/s.test(part) ? html`<code>${part.slice(1, -1)}</code>` : part))}`;
}
