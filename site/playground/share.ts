import type { Play, PlayFile } from './project.ts';

/** What an address asks for behind its `#`. */
export type Asked = { readonly example: string } | { readonly play: Play };

/** The part of an address that holds a project, packed: `code/…`. */
export async function packed(play: Play): Promise<string> {
  const bytes = await through(new TextEncoder().encode(JSON.stringify(play)), new CompressionStream('deflate-raw'));
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return `code/${btoa(text).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '')}`;
}

/** What the part of an address behind `#` asks for; undefined where it is empty or broken. */
export async function asked(hash: string): Promise<Asked | undefined> {
  const [, kind, value = ''] = /^#(example|code)\/(.+)$/.exec(hash) ?? [];
  if (kind === 'example') return named(value);
  return kind === 'code' ? unpacked(value) : undefined;
}

function named(value: string): Asked | undefined {
  try {
    return { example: decodeURIComponent(value) };
  } catch {
    return undefined;
  }
}

async function unpacked(value: string): Promise<Asked | undefined> {
  try {
    const bytes = Uint8Array.from(atob(value.replaceAll('-', '+').replaceAll('_', '/')), (character) => character.charCodeAt(0));
    const play: unknown = JSON.parse(new TextDecoder().decode(await through(bytes, new DecompressionStream('deflate-raw'))));
    return isPlay(play) ? { play } : undefined;
  } catch {
    return undefined;
  }
}

/** Addresses come from anybody. */
function isPlay(value: unknown): value is Play {
  if (typeof value !== 'object' || value === null || !('files' in value) || !('preset' in value)) return false;
  const { files, preset } = value;
  return (preset === 'recommended' || preset === 'strict') && Array.isArray(files) && files.length > 0 && files.every(isFile);
}

function isFile(value: unknown): value is PlayFile {
  return typeof value === 'object' && value !== null && 'path' in value && 'text' in value && typeof value.path === 'string' && typeof value.text === 'string';
}

async function through(bytes: Uint8Array<ArrayBuffer>, stream: CompressionStream | DecompressionStream): Promise<Uint8Array> {
  return new Uint8Array(await new Response(new Blob([bytes]).stream().pipeThrough(stream)).arrayBuffer());
}
