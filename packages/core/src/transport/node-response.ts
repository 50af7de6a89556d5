import type { IncomingMessage } from 'node:http'
import { Readable } from 'node:stream'
import type { FetchResponse } from '../api/request/fetch.ts'
import { MAXIMUM_RESPONSE_BYTES } from '../api/request/read-text.ts'
import { TransportError } from '../errors/index.ts'

/** A response of `nodeTransport`: the most used part of `Response`. Its body can be read once. */
export interface NodeResponse extends FetchResponse {
  readonly ok: boolean
  /** The bytes as they were received, still compressed. */
  readonly body: ReadableStream<Uint8Array>
  json(): Promise<unknown>
}

/** Converts a `node:http` message to a `Response`-like object. */
export function nodeResponse(incoming: IncomingMessage): NodeResponse {
  const status = incoming.statusCode ?? 0
  const text = (maximumBytes?: number) => readText(incoming, maximumBytes)
  return {
    status,
    ok: status >= 200 && status < 300,
    headers: { get: (name) => readHeader(incoming, name) },
    limitsItself: true,
    // A web stream costs more than the rest of the exchange, so it is created only on request.
    get body() {
      return Readable.toWeb(incoming) as ReadableStream<Uint8Array>
    },
    text,
    json: async () => JSON.parse(await text()),
  }
}

function readHeader(incoming: IncomingMessage, name: string): string | null {
  const value = incoming.headers[name.toLowerCase()]
  return Array.isArray(value) ? value.join(', ') : (value ?? null)
}

function readText(incoming: IncomingMessage, maximumBytes = MAXIMUM_RESPONSE_BYTES): Promise<string> {
  const encoding = incoming.headers['content-encoding']
  if (encoding === undefined || encoding === 'identity') return collect(incoming, incoming, maximumBytes)
  return decompressed(incoming, encoding).then((stream) => collect(incoming, stream, maximumBytes))
}

function collect(incoming: IncomingMessage, stream: Readable, maximumBytes: number): Promise<string> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    let bytes = 0
    stream.on('data', (chunk: Buffer) => {
      bytes += chunk.length
      if (bytes <= maximumBytes) return chunks.push(chunk)
      reject(new TransportError('response_too_large', { status: incoming.statusCode }))
      incoming.destroy()
      stream.destroy()
    })
    stream.on('end', () => resolve(textOf(chunks)))
    stream.on('error', reject)
    if (stream === incoming) return
    incoming.on('error', reject)
    // `pipe` does not report that a connection broke in the middle.
    incoming.on('close', () => incoming.complete || reject(new Error('The connection closed in the middle')))
  })
}

function textOf(chunks: Buffer[]): string {
  const [first] = chunks
  return (first !== undefined && chunks.length === 1 ? first : Buffer.concat(chunks)).toString('utf8')
}

async function decompressed(incoming: IncomingMessage, encoding: string): Promise<Readable> {
  const zlib = await import('node:zlib')
  if (encoding === 'gzip' || encoding === 'x-gzip' || encoding === 'deflate') {
    return incoming.pipe(zlib.createUnzip())
  }
  if (encoding === 'br') return incoming.pipe(zlib.createBrotliDecompress())
  throw new TransportError('invalid_response', { status: incoming.statusCode, field: 'content-encoding' })
}
