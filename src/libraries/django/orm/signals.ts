import type { DjangoModel } from '../models/models.ts';
import type { DjangoProject } from '../project.ts';
import { oncePerProject } from '../project/project-memo.ts';

/** Classes whose methods every model has anyway. */
const OWN = 'save';

/**
 * What the project hangs on saving a model, as a message names it: an overridden `save()`, receivers of `pre_save` and `post_save`.
 * Bulk calls run none of it.
 */
export function savingHooks(django: DjangoProject, model: DjangoModel): string[] {
  const found: string[] = [];
  const save = django.method(model, OWN);
  if (save !== undefined) found.push(`\`${save.owner.node.name}.save()\``);
  if (hasReceivers(django, model)) found.push(`the \`save\` signal receivers of \`${model.name}\``);
  return found;
}

interface Receivers {
  /** The text around every receiver of a save signal in the project. */
  readonly text: string;
  /** One of them names no sender: it receives from every model. */
  readonly ofAll: boolean;
}

const receiversOf = oncePerProject((django): Receivers => {
  const parts: string[] = [];
  for (const { text } of django.files.all()) {
    if (!text.includes('_save')) continue;
    for (const [part] of text.matchAll(/@receiver\(\s*\[?[^)]{0,1000}\b(?:pre|post)_save[^)]{0,1000}\)|\b(?:pre|post)_save\.connect\([^)]{0,1000}\)/g)) parts.push(part.replace(/\s+/g, ' '));
  }
  return { text: parts.join('\n'), ofAll: parts.some((part) => !/\bsender\b/.test(part)) };
});

function hasReceivers(django: DjangoProject, model: DjangoModel): boolean {
  const { text, ofAll } = receiversOf(django);
  return ofAll || new RegExp(`sender\\s*=\\s*(?:["'][\\w.]*\\.|\\w+\\.)?["']?${model.name}\\b`).test(text);
}

/** The model keeps a history of its rows by signals: `history = HistoricalRecords()` and the like. */
export function keepsHistory(model: DjangoModel): boolean {
  const text = model.module.source(model.node);
  return /^[ \t]+\w+\s*=\s*(?:\w+\.)?\w*(?:HistoricalRecords|AuditlogHistoryField)\(/m.test(text) || /@reversion\.register|VersionedModel|HistoryMixin/.test(text);
}
