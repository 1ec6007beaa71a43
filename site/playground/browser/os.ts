/** As much of `node:os` as the plugin uses: directories that the playground's files are not in. */
export function homedir(): string {
  return '/home/nobody';
}

export function tmpdir(): string {
  return '/tmp';
}
