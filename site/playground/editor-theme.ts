import { HighlightStyle, syntaxHighlighting } from '@codemirror/language';
import { tags } from '@lezer/highlight';
import { EditorView } from 'codemirror';

/** The editor in the colours of the site, which are others by day and by night. Names of colours stand in `site.css`. */
export const siteTheme = [
  EditorView.theme({
    '&': { color: 'var(--vp-c-text-1)', backgroundColor: 'var(--vp-c-bg)' },
    '&.cm-focused': { outline: 'none' },
    '.cm-content': { caretColor: 'var(--vp-c-text-1)' },
    '.cm-cursor, .cm-dropCursor': { borderLeftColor: 'var(--vp-c-text-1)' },
    '.cm-gutters': { color: 'var(--vp-c-text-2)', backgroundColor: 'var(--vp-c-bg)', borderRight: '1px solid var(--vp-c-divider)' },
    '.cm-activeLine, .cm-activeLineGutter': { backgroundColor: 'var(--play-line)' },
    '&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground': { backgroundColor: 'var(--play-selection)' },
    '.cm-selectionMatch': { backgroundColor: 'var(--play-match)' },
    '&.cm-focused .cm-matchingBracket': { backgroundColor: 'var(--play-match)' },
    '.cm-tooltip, .cm-panels': { color: 'var(--vp-c-text-1)', backgroundColor: 'var(--vp-c-bg-elv)', borderColor: 'var(--vp-c-divider)' },
    '.cm-diagnostic': { maxWidth: '480px', whiteSpace: 'normal' },
    '.cm-foldPlaceholder': { color: 'var(--vp-c-text-2)', backgroundColor: 'var(--vp-c-bg-soft)' },
  }),
  syntaxHighlighting(HighlightStyle.define([
    { tag: [tags.keyword, tags.modifier, tags.operatorKeyword, tags.self, tags.atom, tags.bool, tags.null], color: 'var(--play-keyword)' },
    { tag: [tags.string, tags.special(tags.string), tags.regexp], color: 'var(--play-string)' },
    { tag: tags.number, color: 'var(--play-number)' },
    { tag: tags.comment, color: 'var(--vp-c-text-2)', fontStyle: 'italic' },
    { tag: [tags.typeName, tags.className, tags.namespace], color: 'var(--play-type)' },
    { tag: [tags.function(tags.variableName), tags.function(tags.propertyName), tags.meta], color: 'var(--play-function)' },
    { tag: tags.invalid, color: 'var(--vp-c-danger-1)' },
  ])),
];
