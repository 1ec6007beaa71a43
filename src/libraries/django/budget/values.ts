import { singletonOf } from '../../../python/syntax/static.ts';
import { isBuiltIn } from '../project/builtin.ts';
import { type DjangoField, keywordOf } from '../models/fields.ts';
import type { DjangoModel } from '../models/models.ts';
import { lengthOf } from '../growth/structure.ts';
import { uniqueSets } from '../models/uniqueness.ts';

const TEXTS: ReadonlySet<string> = new Set(['CharField', 'TextField', 'CICharField', 'CITextField', 'RichTextField', 'RichTextUploadingField', 'CKEditor5Field', 'HTMLField', 'MarkdownxField', 'MarkdownField', 'MartorField']);

const WHOLE = /^(?:Positive)?(?:Big|Small)?IntegerField$/;

/** Values of other column classes, as expressions in which `n` is the number of the row. Those of packages are what the class takes at least. */
const VALUES: Readonly<Record<string, string>> = {
  SlugField: 'f"slug-{n}"',
  EmailField: 'f"name{n}@example.com"',
  CIEmailField: 'f"name{n}@example.com"',
  URLField: 'f"https://example.com/{n}"',
  UUIDField: 'UUID(int=n)',
  FileField: 'f"file-{n}.txt"',
  ImageField: 'f"image-{n}.png"',
  FilePathField: '"/tmp"',
  IPAddressField: 'f"192.0.2.{n % 256}"',
  GenericIPAddressField: 'f"192.0.2.{n % 256}"',
  BooleanField: 'False',
  BinaryField: 'b"0"',
  JSONField: '{}',
  HStoreField: '{}',
  ArrayField: '[]',
  DurationField: 'timedelta(hours=1)',
  // django-phonenumber-field, django-countries, django-colorfield
  PhoneNumberField: 'f"+4144668{n % 10000:04}"',
  CountryField: '"CH"',
  ColorField: '"#336699"',
};

/** True where a row can't be saved, or says nothing, without a value of the field. */
export function isNeeded(field: DjangoField): boolean {
  const { declaration, kind, type, nullable } = field;
  if (declaration === undefined || field.parentLink || nullable || field.autoNow || /^(?:\w*Auto|GeneratedField)/.test(type)) return false;
  if (kind === 'many-to-many' || kind === 'generic-relation' || kind === 'generic-foreign-key') return false;
  const given = keywordOf(declaration.node, 'default') ?? keywordOf(declaration.node, 'db_default');
  // one value for all rows is none for a column in which each has its own
  if (given !== undefined && !(field.unique && given.nodeType === 'Constant')) return false;
  // of a package's abstract models only what a list or a form depends on is known, and not what sets the others
  if (isBuiltIn(declaration.module) && !field.editable) return false;
  return field.unique || !(field.blank && kind === undefined && (TEXTS.has(type) || /^(?:Slug|Email|URL|File|Image|FilePath)Field$/.test(type)));
}

/** A Python expression for the value of a plain column in row `n`; undefined where none is known for its class. */
export function valueOf(model: DjangoModel, field: DjangoField): string | undefined {
  const { name, type } = field;
  if (hasChoices(field)) return `choice("${model.label}", "${name}", n)`;
  if (TEXTS.has(type)) return textOf(name, lengthOf(field));
  const numbered = field.unique || uniqueSets(model).some((names) => names.includes(name));
  if (WHOLE.test(type)) return numbered ? 'n' : '1';
  if (type === 'FloatField') return numbered ? 'float(n)' : '1.0';
  if (type === 'DecimalField') return hasNoWholeDigit(field) ? 'Decimal(0)' : numbered ? 'Decimal(n)' : 'Decimal(1)';
  // what is declared later is later: an end comes after its start
  const later = [...model.forward.values()].filter((other) => other.type === type).indexOf(field);
  if (type === 'DateField') return `date(2024, 1, 1) + timedelta(days=n${later > 0 ? ` + ${String(later)}` : ''})`;
  if (type === 'DateTimeField') return later > 0 ? `timezone.now() + timedelta(minutes=${String(later)})` : 'timezone.now()';
  if (type === 'TimeField') return `time(${String(Math.min(8 + later, 23))})`;
  return VALUES[type];
}

/** Choices by which the value is bound; those of a package's column class are none of the declaration's. */
function hasChoices({ declaration, kind }: DjangoField): boolean {
  const choices = declaration === undefined || kind !== undefined ? undefined : keywordOf(declaration.node, 'choices');
  return choices !== undefined && singletonOf(choices) !== 'None';
}

function textOf(name: string, longest: number): string {
  const words = name.replaceAll('_', ' ');
  if (longest >= words.length + 5) return `f"${words} {n}"`;
  return longest >= 4 ? 'str(n)' : `str(n % ${String(10 ** Math.max(longest, 1))})`;
}

function hasNoWholeDigit({ declaration }: DjangoField): boolean {
  const [digits, places] = ['max_digits', 'decimal_places'].map((name) => (declaration === undefined ? undefined : keywordOf(declaration.node, name)));
  return digits?.nodeType === 'Constant' && places?.nodeType === 'Constant' && digits.value === places.value;
}
