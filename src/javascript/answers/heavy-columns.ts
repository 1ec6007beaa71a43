import type { Model } from '../../model/data-model.ts';

/** Types of columns that hold files. */
const LARGE = /^(?:(?:medium|long)?blob|bytea|image|long raw)$/i;

/** Types that hold what is large, or a word, and names that tell which: a text of its own, a file or a picture as text, what another system sent. */
const OF_ANY_SIZE = /^(?:(?:medium|long)?text|n?clob|ntext|jsonb?|simple-json|xml|bytes)$/i;
const LARGE_BY_NAME = /(?:^|_)(?:content|body|html|markdown|raw|payload|base64|signature|blob|transcript|document|geometry|geojson|snapshot|response)|(?:Content|Body|Html|Markdown|Raw|Payload|Base64|Signature|Blob|Transcript|Snapshot|Response)|(?:Data|_data)$|^(?:data|geom)$/;

/** The columns of a model that are large by their types, alone or with a name that says so, and that reads aren't spared by the model itself. */
export function heavyColumns({ fields }: Model): string[] {
  return [...fields.values()].filter(({ name, type, hidden, relation }) => relation === undefined && hidden !== true && (LARGE.test(type) || (OF_ANY_SIZE.test(type) && LARGE_BY_NAME.test(name)))).map(({ name }) => name);
}
