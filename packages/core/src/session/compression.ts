import type { Bytes, MaybePromise } from '../base/cryptography.ts'
import { builtin } from '../base/cryptography.ts'

type Zlib = typeof import('node:zlib')

/** Raw DEFLATE (RFC 1951). Synchronous on Node; other runtimes use the platform's streams. */
export interface Compression {
  deflate(bytes: Bytes): MaybePromise<Bytes>
  inflate(bytes: Bytes): MaybePromise<Bytes>
}

function streamed(transform: CompressionStream | DecompressionStream, bytes: Bytes): Promise<Bytes> {
  const output = new Response(new Blob([bytes]).stream().pipeThrough(transform))
  return output.arrayBuffer().then((buffer) => new Uint8Array(buffer))
}

/** @param prefer `web` to use the platform's streams on Node too. */
export function compression(prefer?: 'web'): Compression {
  const zlib = prefer === 'web' ? undefined : builtin<Zlib>('node:zlib')
  if (zlib?.deflateRawSync !== undefined) {
    return {
      deflate: (bytes) => new Uint8Array(zlib.deflateRawSync(bytes)),
      inflate: (bytes) => new Uint8Array(zlib.inflateRawSync(bytes)),
    }
  }
  return {
    deflate: (bytes) => streamed(new CompressionStream('deflate-raw'), bytes),
    inflate: (bytes) => streamed(new DecompressionStream('deflate-raw'), bytes),
  }
}
