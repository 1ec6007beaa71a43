import { numberConstant, stringOf } from '../../../python/syntax/static.ts';
import type { ClassRef } from '../project/classes.ts';
import type { DjangoModel } from '../models/models.ts';
import type { DjangoProject } from '../project.ts';
import type { Paging } from '../serializers/view-classes.ts';

const LIST_VIEW = /^(?:django\.views\.generic(?:\.list)?\.(?:ListView|MultipleObjectTemplateResponseMixin)|django_filters\.views\.FilterView)$/;

/** A `ListView`: what its `get_queryset` gives are its rows (django/views/generic/list.py). */
export function showsList(django: DjangoProject, cls: ClassRef): boolean {
  return django.names.ancestryOf(cls).externals.some((path) => LIST_VIEW.test(path));
}

/** The names under which the context of a `ListView` has the rows (django/views/generic/list.py); that of `FilterView` has a `filter` besides (django_filters/views.py 1.0 to 25.1). */
export function namesOfList(django: DjangoProject, cls: ClassRef, model: DjangoModel): string[] {
  const option = django.classAttribute(cls, 'context_object_name');
  const own = option === undefined ? `${model.name.toLowerCase()}_list` : stringOf({ module: option.module, node: option.value });
  return ['object_list', 'page_obj', 'filter', ...(own === undefined ? [] : [own])];
}

/** The pages of a `ListView`. */
export function pagingOf(django: DjangoProject, cls: ClassRef): Paging {
  const value = django.method(cls, 'get_paginate_by') === undefined ? django.classAttribute(cls, 'paginate_by')?.value : undefined;
  const size = numberConstant(value);
  return { size, paged: size !== undefined };
}
