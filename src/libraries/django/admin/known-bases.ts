/** Django's own admin classes, gis and contenttypes included. */
const DJANGO = /^django\.contrib\.(?:gis\.)?(?:admin|contenttypes\.admin|auth\.admin|flatpages\.admin)(?:\.\w+)*$/;

/**
 * Packages whose admin classes add buttons, widgets, history or permissions and leave alone how the list loads its rows: none of
 * them overrides `get_queryset` to join, sets `list_select_related` or replaces the change list by one that does. The
 * sources of those that real projects use most were searched for it: admin-extra-buttons 2.1, admin-sortable2 2.3, adminactions 2.4,
 * guardian 3.5, import-export 4.4, modeltranslation 0.20, mptt 0.20, object-actions 5.1, polymorphic 4.11, reversion 6.4,
 * simple-history, smart-admin 3.0 and unfold 0.91; the others are here by their documentation only. Whatever stands in no such package may load anything, and lists on it
 * are not judged.
 */
const QUIET_PACKAGES: ReadonlySet<string> = new Set([
  'admin_auto_filters', 'admin_confirm', 'admin_cursor_paginator', 'admin_extra_buttons', 'admin_numeric_filter', 'admin_ordering', 'admin_sync',
  'adminactions', 'adminfilters', 'adminsortable', 'adminsortable2', 'advanced_filters', 'auditlog', 'concurrency', 'dalf',
  'django_admin_inline_paginator', 'django_better_admin_arrayfield', 'django_json_widget', 'django_object_actions', 'django_summernote',
  'easy_thumbnails', 'fsm_admin', 'grappelli', 'guardian', 'hijack', 'image_cropping', 'import_export', 'impersonate', 'jsoneditor', 'leaflet',
  'loginas', 'markdownx', 'modeltranslation', 'mptt', 'nested_admin', 'nested_inline', 'ordered_model', 'polymorphic', 'privates', 'reversion',
  'reversion_compare', 'rules', 'safedelete', 'simple_history', 'smart_admin', 'solo', 'sorl', 'tinymce', 'unfold',
]);

/** True for a base class, by its dotted path, that loads no relation for the list. */
export function isQuietBase(path: string): boolean {
  return path === 'object' || DJANGO.test(path) || QUIET_PACKAGES.has(path.split('.', 1)[0] ?? '') || /^(typing|abc|collections)\./.test(path);
}

/** True for an admin class, by its dotted path, whose list and form show what Django's own `ModelAdmin` does. */
export function showsAsDjangoDoes(path: string): boolean {
  return /^django\.contrib\.(?:gis\.)?admin(?:\.options)?\.ModelAdmin$/.test(path) || (QUIET_PACKAGES.has(path.split('.', 1)[0] ?? '') && !replacesDefaultColumns(path) && !path.startsWith('solo.'));
}

/** True for a base class, by its dotted path, that makes a class an admin. */
export function isAdminBase(path: string): boolean {
  return (DJANGO.test(path) || /(?:^|\.)admin(?:\.|$)/.test(path)) && /Admin\w*$/.test(path);
}

/** True for a base class, by its dotted path, that makes a class an inline. */
export function isInlineBase(path: string): boolean {
  return /Inline\w*$/.test(path);
}

/** Packages that list other columns than `__str__` where `list_display` isn't set (smart-admin 3.0, `DisplayAllMixin`). */
export function replacesDefaultColumns(path: string): boolean {
  return path.startsWith('smart_admin.');
}
