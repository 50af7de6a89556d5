import { Failure, invalidField } from '../../base/failure.ts'
import type { ApiRequest } from './operation.ts'

export const MAX_BODY_BYTES = 1024 * 1024
const MAX_DEPTH = 64

type WithBody = Pick<ApiRequest, 'header' | 'text'>

/**
 * The fields of a request: JSON, or a form if the operation accepts one. An empty body is `{}`, because both WorkOS clients
 * send no body on some POSTs.
 */
export async function readBody(request: WithBody | Request): Promise<unknown> {
  const { header, text } = 'header' in request ? request : webRequest(request)
  if (Number(header('content-length') ?? 0) > MAX_BODY_BYTES) throw tooLarge()
  const body = await text()
  if (body.length > MAX_BODY_BYTES) throw tooLarge()
  if (body.trim() === '') return {}
  const isForm = header('content-type')?.startsWith('application/x-www-form-urlencoded') === true
  return checked(isForm ? formFields(body) : parseJson(body))
}

function webRequest(request: Request): WithBody {
  return {
    header: (name) => request.headers.get(name) ?? undefined,
    text: () => readText(request, MAX_BODY_BYTES),
  }
}

const texts = new WeakMap<Request, Promise<string>>()

/**
 * The text of a request. Reading stops as soon as it exceeds the limit. Fails with 413. The body is read only once, because the
 * work may have to run again after a deadlock.
 */
export function readText(request: Request, mostBytes: number): Promise<string> {
  const text = texts.get(request) ?? readOnce(request, mostBytes)
  texts.set(request, text)
  return text
}

async function readOnce(request: Request, mostBytes: number): Promise<string> {
  const chunks: Uint8Array[] = []
  let bytes = 0
  for await (const chunk of request.body ?? []) {
    bytes += chunk.byteLength
    if (bytes > mostBytes) throw tooLarge()
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString()
}

export function tooLarge(): Failure {
  return new Failure(413, {
    message: 'The request body is too large: the limit is 1 MiB, and 64 KiB for a form.',
  })
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw invalidField('body', 'malformed_json', 'The body is not valid JSON.')
  }
}

/** A parameter without a value counts as omitted (RFC 6749 §3.1). */
function formFields(text: string): Record<string, string> {
  return Object.fromEntries([...new URLSearchParams(text)].filter(([, value]) => value !== ''))
}

/** Refuses what databases cannot store exactly: NUL, lone surrogates, and nesting that would exhaust the stack. */
function checked(value: unknown, depth = 0): unknown {
  if (depth > MAX_DEPTH)
    throw invalidField('body', 'too_deep', `The body is nested more than ${MAX_DEPTH} levels.`)
  if (typeof value === 'string' && !isStorable(value)) {
    throw invalidField('body', 'invalid_text', 'The body contains text that is not valid Unicode.')
  }
  if (typeof value === 'object' && value !== null) {
    for (const [key, inner] of Object.entries(value)) {
      checked(key, depth)
      checked(inner, depth + 1)
    }
  }
  return value
}

export function isStorable(text: string): boolean {
  return !text.includes('\0') && text.isWellFormed()
}
