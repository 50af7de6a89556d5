import type { IncomingMessage } from 'node:http'
import { Readable } from 'node:stream'
import type { FetchAnswer } from '../api/fetch.ts'
import { MAXIMUM_ANSWER_BYTES } from '../api/read-text.ts'
import { TransportError } from '../errors/index.ts'

/** The part of `Response` that callers of `fetch` use most, over a `node:http` message. Its body can be read once. */
export function nodeAnswer(incoming: IncomingMessage): NodeAnswer {
  const status = incoming.statusCode ?? 0
  const text = async () => (await readAll(incoming)).toString('utf8')
  return {
    status,
    ok: status >= 200 && status < 300,
    headers: { get: (name) => readHeader(incoming, name) },
    limitsItself: true,
    // A web stream costs more than the rest of the exchange, so it is made only if somebody asks.
    get body() {
      return Readable.toWeb(incoming) as ReadableStream<Uint8Array>
    },
    text,
    json: async () => JSON.parse(await text()),
  }
}

/** An answer of `nodeTransport`. */
export interface NodeAnswer extends FetchAnswer {
  readonly ok: boolean
  json(): Promise<unknown>
}

function readHeader(incoming: IncomingMessage, name: string): string | null {
  const value = incoming.headers[name.toLowerCase()]
  return Array.isArray(value) ? value.join(', ') : (value ?? null)
}

async function readAll(incoming: IncomingMessage): Promise<Buffer> {
  const stream = await decompressed(incoming)
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    let bytes = 0
    stream.on('data', (chunk: Buffer) => {
      bytes += chunk.length
      if (bytes <= MAXIMUM_ANSWER_BYTES) return chunks.push(chunk)
      reject(new TransportError('answer_too_large', { status: incoming.statusCode }))
      incoming.destroy()
      stream.destroy()
    })
    stream.on('end', () => resolve(chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks)))
    stream.on('error', reject)
    // A connection that breaks in the middle ends without 'end'.
    incoming.on('error', reject)
    incoming.on('close', () => incoming.complete || reject(new Error('The connection closed in the middle')))
  })
}

async function decompressed(incoming: IncomingMessage): Promise<Readable> {
  const encoding = incoming.headers['content-encoding']
  if (encoding === undefined || encoding === 'identity') return incoming
  const zlib = await import('node:zlib')
  if (encoding === 'gzip' || encoding === 'x-gzip' || encoding === 'deflate')
    return incoming.pipe(zlib.createUnzip())
  if (encoding === 'br') return incoming.pipe(zlib.createBrotliDecompress())
  throw new TransportError('invalid_answer', { status: incoming.statusCode, field: 'content-encoding' })
}
