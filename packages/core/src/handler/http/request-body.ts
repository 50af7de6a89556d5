import type { FlowErrorCode } from '../../flow/index.ts'
import { type Fault, fault } from '../events/fault.ts'

/** An invalid request body, with the response to send. */
export class BodyError extends Error {
  readonly status: number
  readonly code: FlowErrorCode
  /** What the operator must fix. */
  readonly fault: Fault | undefined
  constructor(status: number, reason: string, code: FlowErrorCode = 'invalid_request', about?: Fault) {
    super(reason)
    this.status = status
    this.code = code
    this.fault = about
  }
}

/** The text fields of a request, and whether a script or a plain form sent it. */
export interface RequestFields {
  fields: Readonly<Record<string, string>>
  isForm: boolean
}

const MAXIMUM_BYTES = 64 * 1024
const MAXIMUM_FIELDS = 64
const STALL_MS = 10_000

/**
 * Reads a JSON object or a URL-encoded form of text fields.
 *
 * @throws {BodyError} 413 for more than 64 KiB, 408 if the body takes longer than 10 s, 415 for another type, and 400
 *   otherwise; with a fault if the body was already read.
 */
export async function readFields(request: Request, stallMs: number = STALL_MS): Promise<RequestFields> {
  const type = request.headers.get('content-type')?.replace(/;.*/, '').trim().toLowerCase()
  if (type === 'application/x-www-form-urlencoded') {
    return { fields: fieldsFrom(new URLSearchParams(await readText(request, stallMs))), isForm: true }
  }
  const text = await readText(request, stallMs)
  if (text === '') return { fields: {}, isForm: false }
  if (type !== 'application/json') throw new BodyError(415, 'Send application/json or a urlencoded form.')
  return { fields: jsonFields(text), isForm: false }
}

/**
 * Reads the text fields of a form in either content type that browsers send. Files are ignored.
 *
 * @throws {BodyError} like {@link readFields}.
 */
export async function readFormFields(
  request: Request,
  stallMs: number = STALL_MS,
): Promise<Record<string, string>> {
  const type = request.headers.get('content-type') ?? ''
  if (!/^multipart\/form-data\b/i.test(type)) {
    const { fields, isForm } = await readFields(request, stallMs)
    if (isForm) return fields
    throw new BodyError(415, 'Send a form.')
  }
  const body = await readBytes(request, stallMs)
  try {
    return fieldsFrom(await new Response(body, { headers: { 'content-type': type } }).formData())
  } catch (error) {
    if (error instanceof BodyError) throw error
    throw new BodyError(400, 'The form cannot be read.')
  }
}

/** @throws {BodyError} if a field was sent twice, or if there are too many. */
function fieldsFrom(entries: Iterable<[string, unknown]>): Record<string, string> {
  const fields: Record<string, string> = Object.create(null)
  for (const [name, value] of entries) if (typeof value === 'string') addField(fields, name, value)
  return fields
}

async function readText(request: Request, stallMs: number): Promise<string> {
  const bytes = await readBytes(request, stallMs)
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    throw new BodyError(400, 'The request body is not UTF-8.')
  }
}

async function readBytes(request: Request, stallMs: number): Promise<Uint8Array<ArrayBuffer>> {
  const announced = Number(request.headers.get('content-length') ?? 0)
  if (announced > MAXIMUM_BYTES) throw tooLarge()
  const bytes = request.bodyUsed || request.body?.locked ? undefined : await readAll(request, stallMs)
  // If the browser disconnects, a framework ends the stream, so that the body looks like one that was already read.
  if (bytes?.length === 0 && request.signal.aborted) throw brokenOff()
  // A body that a proxy or a body parser has already read must not look like an empty form.
  if (bytes === undefined || (bytes.length === 0 && announced > 0)) throw consumed()
  return bytes
}

async function readAll(request: Request, stallMs: number): Promise<Uint8Array<ArrayBuffer>> {
  if (request.body === null) return new Uint8Array()
  const reader = request.body.getReader()
  let timer: ReturnType<typeof setTimeout> | undefined
  const stalled = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new BodyError(408, 'The request body stalled.', 'timeout')), stallMs)
  })
  try {
    const bytes = new Uint8Array(MAXIMUM_BYTES)
    let size = 0
    for (;;) {
      const { done, value } = await Promise.race([reader.read(), stalled])
      if (done) return bytes.subarray(0, size)
      if (size + value.byteLength > MAXIMUM_BYTES) throw tooLarge()
      bytes.set(value, size)
      size += value.byteLength
    }
  } catch (error) {
    reader.cancel().catch(() => {})
    if (error instanceof BodyError) throw error
    throw brokenOff()
  } finally {
    clearTimeout(timer)
  }
}

const brokenOff = () => new BodyError(400, 'The request body ended early.')

const consumed = () =>
  new BodyError(
    400,
    'The request body was consumed before the handler read it.',
    'unknown',
    fault('body_consumed'),
  )

const tooLarge = () => new BodyError(413, 'The request body is larger than 64 KiB.')

function jsonFields(text: string): Record<string, string> {
  const object = parseObject(text)
  const fields = textFields(object)
  // JSON.parse keeps the last of two equal keys, so count the keys in the text.
  const keys = text.split(JSON_STRING).filter((between) => between.includes(':'))
  if (keys.length !== Object.keys(object).length) throw new BodyError(400, 'A field was sent twice.')
  return fields
}

/**
 * The text fields of an object from outside, such as an argument of a server function, whose values can be of any type.
 *
 * @throws {BodyError} for a value that is not text, and for too many fields.
 */
export function textFields(object: object): Record<string, string> {
  const fields: Record<string, string> = Object.create(null)
  if (typeof object !== 'object' || object === null) throw new BodyError(400, 'The fields must be an object.')
  for (const [name, value] of Object.entries(object)) {
    if (value === null || value === undefined) continue
    if (!TEXT.has(typeof value)) throw new BodyError(400, `${name} must be text.`)
    addField(fields, name, String(value))
  }
  return fields
}

const TEXT = new Set(['string', 'number', 'boolean'])

const JSON_STRING = /"(?:[^"\\]|\\.)*"/g

function addField(fields: Record<string, string>, name: string, value: string) {
  if (Object.hasOwn(fields, name)) throw new BodyError(400, `${name} was sent twice.`)
  if (Object.keys(fields).length >= MAXIMUM_FIELDS) throw new BodyError(400, 'Too many fields.')
  fields[name] = value
}

function parseObject(text: string): object {
  const value = parse(text)
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value
  throw new BodyError(400, 'The body must be a JSON object.')
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new BodyError(400, 'The body is not valid JSON.')
  }
}
