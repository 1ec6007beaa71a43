/** Django's own admin classes, gis and contenttypes included. */
const DJANGO = /^django\.contrib\.(?:gis\.)?(?:admin|contenttypes\.admin|auth\.admin|flatpages\.admin)(?:\.\w+)*$/;

/** What a base class of a package shows or bounds by itself. All that isn't said is as in Django's own classes. */
interface Base {
  /** It lists other columns than `__str__` where `list_display` isn't set. */
  readonly columns?: true;
  /** The checkbox of a row has no label. */
  readonly plainCheckbox?: true;
  /** It shows the form of its single row instead of a list, or links to its list nowhere unless the option of that name is true. */
  readonly noList?: true | string;
  /** Rows per page where `list_per_page` isn't set. */
  readonly pageSize?: number;
  /** A dictionary whose keys are fields that it bounds as `raw_id_fields` does. */
  readonly bounds?: string;
}

/**
 * Packages whose admin classes add buttons, widgets, history or permissions and leave alone how the list loads its rows: none of
 * them overrides `get_queryset` to join, sets `list_select_related` or replaces the change list by one that does. The
 * sources of those that real projects use most were searched for it: admin-extra-buttons 2.1, admin-extra-urls 4.1, admin-sortable2 2.3, adminactions 2.4, auditlog-extra 0.1, embed-video 1.4,
 * extensions 4.1, field-permissions 1.1, guardian 3.5, hijack 3.7, hijack-admin 2.1, import-export 4.4, leaflet 0.34, mitol-django-common 2026.10, modeltranslation 0.20, mptt 0.20,
 * nested-admin 4.1, nested-inline 0.4, object-actions 5.1, openwisp-users 1.3 and openwisp-utils 1.3 (whose multitenant lists are narrowed to organizations), parler 2.4 (which prefetches translations and nothing else), polymorphic 4.11, reversion 6.4, safedelete 1.5, simple-history 3.13,
 * smart-admin 3.0, solo 2.5, tenants 4.0, treebeard 7.0, unfold 0.91 and unicef-snapshot 1.3; the others are here by their documentation only. Whatever stands in no such package may load
 * anything, and lists on it are not judged. By the beginning of their dotted paths; of several the longest counts.
 */
const PACKAGES: Readonly<Record<string, Base>> = {
  ...Object.fromEntries([
    'admin_auto_filters', 'admin_confirm', 'admin_cursor_paginator', 'admin_extra_buttons', 'admin_extra_urls', 'admin_numeric_filter', 'admin_ordering', 'admin_sync',
    'adminactions', 'adminfilters', 'adminsortable', 'adminsortable2', 'advanced_filters', 'auditlog', 'auditlog_extra', 'concurrency', 'dalf',
    'django_admin_inline_paginator', 'django_better_admin_arrayfield', 'django_json_widget', 'django_object_actions', 'django_summernote', 'django_tenants',
    'easy_thumbnails', 'embed_video', 'field_permissions', 'fsm_admin', 'grappelli', 'guardian', 'hijack', 'hijack_admin', 'image_cropping', 'import_export', 'impersonate', 'jsoneditor', 'leaflet',
    'loginas', 'markdownx', 'mitol.common', 'modeltranslation', 'mptt', 'nested_admin', 'nested_inline', 'openwisp_users.multitenancy', 'openwisp_utils.admin', 'ordered_model', 'parler', 'polymorphic', 'privates', 'reversion',
    'reversion_compare', 'rules', 'safedelete', 'simple_history', 'sorl', 'tinymce', 'treebeard', 'unicef_snapshot',
  ].map((name) => [name, {}])),
  // `ForeignKeyAutocompleteAdminMixin`: a lookup for the keys that its `related_search_fields` names
  'django_extensions.admin': { bounds: 'related_search_fields' },
  'hijack_admin.admin.HijackUserAdmin': { columns: true },
  'mptt.admin.DraggableMPTTAdmin': { columns: true, pageSize: 2000 },
  // the admin of the parent lists the rows of all its kinds (`get_model_perms` in admin/childadmin.py, 4.11)
  'polymorphic.admin.PolymorphicChildModelAdmin': { noList: 'show_in_index' },
  'polymorphic.admin.childadmin.PolymorphicChildModelAdmin': { noList: 'show_in_index' },
  'safedelete.admin.SafeDeleteAdmin': { columns: true },
  // `DisplayAllMixin`
  'smart_admin': { columns: true },
  'solo': { noList: true },
  // its `action_checkbox` renders the box alone
  'unfold': { plainCheckbox: true },
};

/** What is known of a base class, by its dotted path: that of the package it comes from, or of the class itself. */
function baseOf(path: string): Base | undefined {
  for (let at = path; at !== ''; at = at.slice(0, Math.max(0, at.lastIndexOf('.')))) if (Object.hasOwn(PACKAGES, at)) return PACKAGES[at];
  return undefined;
}

/** True for a base class, by its dotted path, that loads no relation for the list. */
export function isQuietBase(path: string): boolean {
  return path === 'object' || DJANGO.test(path) || baseOf(path) !== undefined || /^(typing|abc|collections)\./.test(path);
}

/** True for an admin class, by its dotted path, whose list and form show what Django's own `ModelAdmin` does. */
export function showsAsDjangoDoes(path: string): boolean {
  const base = baseOf(path);
  return /^django\.contrib\.(?:gis\.)?admin(?:\.options)?\.ModelAdmin$/.test(path) || (base !== undefined && Object.keys(base).length === 0);
}

/** True for a base class, by its dotted path, that makes a class an admin. */
export function isAdminBase(path: string): boolean {
  return (DJANGO.test(path) || /(?:^|\.)admin(?:\.|$)/.test(path)) && /Admin\w*$/.test(path);
}

/** True for a base class, by its dotted path, that makes a class an inline. */
export function isInlineBase(path: string): boolean {
  return /Inline\w*$/.test(path);
}

/** True where the base lists other columns than `__str__` unless `list_display` is set. */
export function replacesDefaultColumns(path: string): boolean {
  return baseOf(path)?.columns === true;
}

/** True where the base labels the checkbox of no row. */
export function leavesCheckboxPlain(path: string): boolean {
  return baseOf(path)?.plainCheckbox === true;
}

/** True where the base shows a form instead of a list, or links to its list nowhere; the name of an option where that decides. */
export function showsNoList(path: string): boolean | string {
  return baseOf(path)?.noList ?? false;
}

/** Rows per page that the base sets. */
export function pageSizeOfBase(path: string): number | undefined {
  return baseOf(path)?.pageSize;
}

/** The option of the base whose keys are fields that load what is selected at most. */
export function boundingOption(path: string): string | undefined {
  return baseOf(path)?.bounds;
}
