// As much of MongoDB as the proof asks for, in memory: commands come in as OP_MSG, mingo answers filters and pipelines.
import { createServer, type Socket } from 'node:net';
import { Aggregator, Query } from 'mingo';
import 'mingo/init/system';
import { BSON } from 'mongodb';

type Document = Record<string, any>;

/** By their names. */
export const collections = new Map<string, Document[]>();

/** Commands since they were forgotten, without those of the connection itself. */
export const sent: { readonly name: string; readonly command: Document }[] = [];

/** Writes fail where they store or delete a document that this is true for. */
export const refusal: { of: ((document: Document) => boolean) | undefined } = { of: undefined };

const HELLO = { isWritablePrimary: true, helloOk: true, maxBsonObjectSize: 2 ** 24, maxMessageSizeBytes: 48_000_000, maxWriteBatchSize: 100_000, minWireVersion: 0, maxWireVersion: 21, logicalSessionTimeoutMinutes: 30, ok: 1 };
const OF_THE_CONNECTION = /^(?:hello|ismaster|isMaster|endSessions|ping|create|createIndexes|killCursors)$/;

function documentsOf(name: string): Document[] {
  const found = collections.get(name) ?? [];
  collections.set(name, found);
  return found;
}

function found(name: string, filter: Document = {}): Document[] {
  const query = new Query(filter);
  return documentsOf(name).filter((document) => query.test(document));
}

/** The documents as a pipeline leaves them, which are copies. */
function piped(name: string, pipeline: Document[]): Document[] {
  return new Aggregator(pipeline).run(structuredCloneOf(documentsOf(name))) as Document[];
}

function structuredCloneOf(documents: readonly Document[]): Document[] {
  return documents.map((document) => BSON.deserialize(BSON.serialize(document)));
}

/** Sets what `$set`, `$inc` and, in what is new, `$setOnInsert` say. */
function put(document: Document, update: Document, isNew = false): void {
  if (refusal.of?.(document) === true) throw new Error('refused');
  Object.assign(document, update['$set'], isNew ? update['$setOnInsert'] : {});
  for (const [key, by] of Object.entries<number>(update['$inc'] ?? {})) document[key] = (document[key] ?? 0) + by;
}

function insert(name: string, document: Document): void {
  if (refusal.of?.(document) === true) throw new Error('refused');
  documentsOf(name).push(document);
}

function remove(name: string, documents: readonly Document[]): void {
  if (documents.some((document) => refusal.of?.(document) === true)) throw new Error('refused');
  collections.set(name, documentsOf(name).filter((document) => !documents.includes(document)));
}

/** How many an update has found, and the key of what it has inserted instead. */
function update(name: string, { q, u, multi = false, upsert = false }: Document): { n: number; upserted: Document | undefined } {
  const hits = found(name, q).slice(0, multi ? undefined : 1);
  for (const document of hits) put(document, u);
  if (hits.length > 0 || !upsert) return { n: hits.length, upserted: undefined };
  const made: Document = { _id: new BSON.ObjectId(), ...Object.fromEntries(Object.entries(q as Document).filter(([, value]) => typeof value !== 'object' || value === null)) };
  put(made, u, true);
  insert(name, made);
  return { n: 1, upserted: made };
}

/** Each write of a command by itself, the first that fails ends it: they are ordered. */
function write(list: readonly Document[], todo: (one: Document, index: number) => number): Document {
  let n = 0;
  for (const [index, one] of list.entries()) {
    try {
      n += todo(one, index);
    } catch (error) {
      return { ok: 1, n, nModified: n, writeErrors: [{ index, code: 121, errmsg: String(error) }] };
    }
  }
  return { ok: 1, n, nModified: n };
}

function cursor(name: string, firstBatch: readonly Document[]): Document {
  return { ok: 1, cursor: { id: BSON.Long.ZERO, ns: `shop.${name}`, firstBatch } };
}

function answer(command: Document): Document {
  const [name = ''] = Object.keys(command);
  if (OF_THE_CONNECTION.test(name)) return HELLO;
  sent.push({ name, command });
  const of = command[name];
  switch (name) {
    case 'insert':
      return write(command['documents'], (document) => (insert(of, document), 1));
    case 'update': {
      const upserted: Document[] = [];
      const done = write(command['updates'], (one, index) => {
        const { n, upserted: made } = update(of, one);
        if (made !== undefined) upserted.push({ index, _id: made['_id'] });
        return n;
      });
      return { ...done, upserted };
    }
    case 'delete':
      return write(command['deletes'], ({ q, limit }) => {
        const hits = found(of, q).slice(0, limit === 0 ? undefined : limit);
        remove(of, hits);
        return hits.length;
      });
    case 'findAndModify': {
      const [hit] = found(of, command['query']);
      if (hit !== undefined && command['remove'] === true) remove(of, [hit]);
      else if (hit !== undefined) put(hit, command['update']);
      return { ok: 1, value: hit ?? null, lastErrorObject: { n: hit === undefined ? 0 : 1, updatedExisting: hit !== undefined } };
    }
    case 'find': {
      const { filter = {}, sort, skip, limit } = command;
      const steps = [{ $match: filter }, ...(sort === undefined ? [] : [{ $sort: sort }]), ...(skip > 0 ? [{ $skip: skip }] : []), ...(limit > 0 ? [{ $limit: limit }] : [])];
      return cursor(of, piped(of, steps));
    }
    case 'aggregate':
      return cursor(of, piped(of, command['pipeline']));
    default:
      return { ok: 0, errmsg: `no ${name} here`, code: 59 };
  }
}

/** The command of a message: its body, and the documents that stand beside it by the names of what they belong to. */
function commandOf(message: Buffer): Document {
  let command: Document = {};
  const beside: Document = {};
  for (let at = 20; at < message.length;) {
    const kind = message[at++];
    const end = at + message.readInt32LE(at);
    if (kind === 0) command = BSON.deserialize(message.subarray(at, end));
    else {
      const nameEnd = message.indexOf(0, at + 4);
      const list: Document[] = (beside[message.toString('utf8', at + 4, nameEnd)] = []);
      for (let from = nameEnd + 1; from < end; from += message.readInt32LE(from)) list.push(BSON.deserialize(message.subarray(from, from + message.readInt32LE(from))));
    }
    at = end;
  }
  return { ...command, ...beside };
}

/** OP_MSG both ways, but for the first question of a driver, which may come as OP_QUERY. */
const [OP_MSG, OP_QUERY, OP_REPLY] = [2013, 2004, 1];

function reply(message: Buffer): Buffer {
  const [id, kind] = [message.readInt32LE(4), message.readInt32LE(12)];
  const body = Buffer.from(BSON.serialize(kind === OP_QUERY ? HELLO : answer(commandOf(message))));
  const head = Buffer.alloc(kind === OP_QUERY ? 36 : 21);
  head.writeInt32LE(head.length + body.length, 0);
  head.writeInt32LE(id, 8);
  head.writeInt32LE(kind === OP_QUERY ? OP_REPLY : OP_MSG, 12);
  if (kind === OP_QUERY) head.writeInt32LE(1, 32);
  return Buffer.concat([head, body]);
}

function serve(socket: Socket): void {
  let read = Buffer.alloc(0);
  socket.on('error', () => undefined);
  socket.on('data', (data) => {
    read = Buffer.concat([read, data]);
    while (read.length >= 16 && read.length >= read.readInt32LE(0)) {
      const length = read.readInt32LE(0);
      socket.write(reply(read.subarray(0, length)));
      read = read.subarray(length);
    }
  });
}

/** Begins to listen on a port of this machine alone, and gives its address. */
export async function listen(): Promise<{ url: string; close: () => void }> {
  const server = createServer(serve);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return { url: `mongodb://127.0.0.1:${address.port}/shop?directConnection=true`, close: () => server.close() };
}
