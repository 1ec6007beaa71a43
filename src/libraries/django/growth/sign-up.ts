import type { Mentions } from '../../../project/mentions.ts';
import { isApplication } from './creations.ts';
import type { PyFile } from '../project/files.ts';
import { isForStaff, isOfAdmin, makersOf, mentionsIn, offersIn } from './makers.ts';
import { SETTINGS } from '../models/models.ts';
import type { DjangoProject } from '../project.ts';
import { oncePerProject } from '../project/project-memo.ts';

/**
 * People come to have a user of the program without somebody of its staff adding them: they sign up, or sign in by an account that they have elsewhere.
 * Users whom the admin alone adds are as many as there are staff. An app without settings goes into programs of which nothing is known: true.
 */
export const haveSignUp = oncePerProject((django): boolean => {
  const user = django.models.userModel();
  const files = [...django.files.all()];
  if (user === undefined || !files.some(({ text }) => SETTINGS.test(text))) return true;
  if (makersOf(django, user).some(({ where, forStaff }) => where === 'application' && !forStaff)) return true;
  const mentions = mentionsIn(django);
  return files.some((file) => BY_PACKAGE.test(file.text) || (BY_CODE.test(file.text) && makesUsers(django, mentions, file)));
});

/** Packages that make a user for whoever signs up or signs in, as settings and URL files name them. */
const BY_PACKAGE = new RegExp(String.raw`["'](?:${[
  'allauth', 'django_registration', 'registration', 'djoser', 'dj_rest_auth', 'rest_auth', 'drf_registration', 'social_django', 'social_core', 'social', 'userena', 'authemail',
  'mozilla_django_oidc', 'oauth2_authcodeflow', 'django_auth_adfs', 'django_cas_ng', 'djangosaml2', 'django_saml2_auth', 'django_auth_ldap', 'shibboleth', 'invitations', 'sesame', 'guest_user', 'lazysignup',
].join('|')})(?:\.[\w.]+)?["']`);

const BY_CODE = /\.a?create_user\(|UserCreationForm\b|\bget_user_model\(\)/;

/** Code of the application calls `create_user()`, or has a form or an endpoint for everybody that makes users. */
function makesUsers(django: DjangoProject, mentions: Mentions, file: PyFile): boolean {
  if (isOfAdmin(file.path) || !isApplication(django, file)) return false;
  if (/\.a?create_user\(/.test(file.text)) return true;
  if ([...offersIn(django, mentions, file, String.raw`get_user_model\(\)`)].some((index) => !isForStaff(file.text, index))) return true;
  const forms = [...file.text.matchAll(/^class\s+(\w+)\s*\([^()]*UserCreationForm\b[^()]*\)/gm)].map(([, name = '']) => name);
  return forms.some((form) => mentions.filesWith(form).some((path) => !isOfAdmin(path) && isTakenUp(django, path, form)));
}

function isTakenUp(django: DjangoProject, path: string, form: string): boolean {
  const file = django.files.file(path);
  if (file === undefined || !isApplication(django, file)) return false;
  return [...file.text.matchAll(new RegExp(String.raw`(?<!^class\s+|import\s.*)\b${form}\b`, 'gm'))].some(({ index }) => !isForStaff(file.text, index));
}
