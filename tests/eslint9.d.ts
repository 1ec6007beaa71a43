/** The oldest supported ESLint (9.15), installed under an alias; its types are those of the current one as far as the tests use them. */
declare module 'eslint9' {
  export { ESLint, Linter, RuleTester } from 'eslint';
}
