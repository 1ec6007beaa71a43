/** What tells of a library that is read, for people and for whoever looks whether a project uses it. */
export interface About {
  /** As people write it. */
  readonly label: string;
  readonly kind: 'orm' | 'admin';
  readonly language: 'python' | 'javascript';
  /** Its packages, by their names in a package.json. */
  readonly packages?: RegExp;
  /** Files other than a package.json that tell of it: by their names, and by their text where that matters. */
  readonly manifests?: readonly { readonly name: RegExp; readonly text?: RegExp }[];
  /** How a source file imports it. */
  readonly imports: RegExp;
  /** What people could expect to be read and isn't, each as a sentence for the library's page. */
  readonly unread: readonly string[];
}
