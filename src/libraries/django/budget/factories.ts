import type { DjangoField } from '../models/fields.ts';
import type { DjangoModel } from '../models/models.ts';
import { isNeeded, valueOf } from './values.ts';

/** A function of the test file that makes a row of a model; or why there is none, as a clause. */
export type Factory = { readonly name: string; readonly problem?: undefined } | { readonly name?: undefined; readonly problem: string };

const CONTENT_TYPE = 'ContentType.objects.get_for_model(get_user_model())';

/** The functions that make rows, from what the models declare: those that others need come first. */
export class Factories {
  readonly #known = new Map<string, Factory | 'open'>();
  readonly #texts: string[] = [];

  /** The text of every function that was asked for. */
  get texts(): readonly string[] {
    return this.#texts;
  }

  /** A model that needs itself by way of others can't be made, and neither can those on the way. */
  of(model: DjangoModel): Factory {
    const known = this.#known.get(model.label);
    if (known === 'open') return { problem: `${model.label} needs a row that needs one of ${model.label}` };
    if (known !== undefined) return known;
    this.#known.set(model.label, 'open');
    const factory = this.#write(model);
    this.#known.set(model.label, factory);
    return factory;
  }

  /** A Python expression for the value of a field in row `n`; a function stands for the row that it makes. */
  value(model: DjangoModel, field: DjangoField): { readonly text: string; readonly problem?: undefined } | { readonly problem: string } {
    if (field.kind === undefined) {
      const text = valueOf(model, field);
      return text === undefined ? { problem: `\`${field.name}\` of ${model.label} is a ${classOf(field)}, of which no value is known` } : { text };
    }
    const { target } = field;
    if (target === undefined) return { problem: `the model that \`${field.name}\` of ${model.label} points to isn't found in the project` };
    if (target.label === 'contenttypes.ContentType') return { text: CONTENT_TYPE };
    const factory = this.of(target);
    return factory.problem === undefined ? { text: factory.name } : factory;
  }

  /** Keys that can be left empty, filled so that what they cost is seen, as arguments of a call. */
  optional(model: DjangoModel): string[] {
    const keys = [...model.forward.values()].filter((field) => (field.kind === 'foreign-key' || field.kind === 'one-to-one') && field.nullable && !field.parentLink && field.declaration !== undefined);
    return keys.flatMap((field) => {
      const value = this.value(model, field);
      return value.problem === undefined ? [`${field.name}=${value.text}`] : [];
    });
  }

  #write(model: DjangoModel): Factory {
    const lines: string[] = [];
    for (const field of model.forward.values()) {
      if (!isNeeded(field)) continue;
      const value = this.value(model, field);
      if (value.problem !== undefined) return { problem: value.problem };
      lines.push(`"${field.name}": ${value.text}`);
    }
    const name = `make_${identifierOf(model)}`;
    const values = lines.length === 0 ? '{}' : `{\n${lines.map((line) => `        ${line},\n`).join('')}    }`;
    const counted = lines.some((line) => /\bn\b/.test(line.slice(line.indexOf(':')))) ? '    n = next(numbers)\n' : '';
    this.#texts.push(`def ${name}(**given):\n${counted}    return made("${model.label}", ${values}, given)\n`);
    return { name };
  }
}

/** The class of a field, as the code writes it. */
function classOf({ declaration, type }: DjangoField): string {
  return declaration === undefined ? type : declaration.module.source(declaration.node.func).replace(/^.*\./s, '');
}

/** `shop_order_item` of shop.OrderItem. */
export function identifierOf({ app, name }: DjangoModel): string {
  const words = name.replaceAll(/(?<=[a-z\d])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])/g, '_').toLowerCase();
  return `${app.replaceAll(/\W/g, '_').toLowerCase()}_${words}`;
}
