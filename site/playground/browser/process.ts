/** Imported before anything else: packages ask at load time in which environment they are. */
Object.assign(globalThis, { process: { env: {}, argv: [], browser: true, platform: 'linux', arch: 'wasm', versions: {}, version: 'v20.0.0', cwd: () => '/' } });
