import type { FlowErrorCode } from '../flow/index.ts'

/** A request body that will not do. Carries what to answer. */
export class BodyError extends Error {
  readonly status: number
  readonly code: FlowErrorCode
  constructor(status: number, reason: string, code: FlowErrorCode = 'invalid_request') {
    super(reason)
    this.status = status
    this.code = code
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
 * Reads a JSON object or a urlencoded form of text fields.
 *
 * @throws {BodyError} 413 over 64 KiB, 408 when it stalls for 10 s, 415 for another type, else 400.
 */
export async function readFields(request: Request, stallMs: number = STALL_MS): Promise<RequestFields> {
  const type = request.headers.get('content-type')?.replace(/;.*/, '').trim().toLowerCase()
  if (type === 'application/x-www-form-urlencoded') {
    return { fields: formFields(await readText(request, stallMs)), isForm: true }
  }
  const text = await readText(request, stallMs)
  if (text === '') return { fields: {}, isForm: false }
  if (type !== 'application/json') throw new BodyError(415, 'Send application/json or a urlencoded form.')
  return { fields: jsonFields(text), isForm: false }
}

async function readText(request: Request, stallMs: number): Promise<string> {
  if (Number(request.headers.get('content-length') ?? 0) > MAXIMUM_BYTES) throw tooLarge()
  if (request.body === null) return ''
  const reader = request.body.getReader()
  const decoder = new TextDecoder('utf-8', { fatal: true })
  let timer: ReturnType<typeof setTimeout> | undefined
  const stalled = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new BodyError(408, 'The request body stalled.', 'timeout')), stallMs)
  })
  try {
    let size = 0
    let text = ''
    for (;;) {
      const { done, value } = await Promise.race([reader.read(), stalled])
      if (done) return text + decoder.decode()
      size += value.byteLength
      if (size > MAXIMUM_BYTES) throw tooLarge()
      text += decoder.decode(value, { stream: true })
    }
  } catch (error) {
    reader.cancel().catch(() => {})
    if (error instanceof BodyError) throw error
    throw new BodyError(400, 'The request body broke off or is not UTF-8.')
  } finally {
    clearTimeout(timer)
  }
}

const tooLarge = () => new BodyError(413, 'The request body is larger than 64 KiB.')

function formFields(text: string): Record<string, string> {
  const fields: Record<string, string> = Object.create(null)
  for (const [name, value] of new URLSearchParams(text)) addField(fields, name, value)
  return fields
}

function jsonFields(text: string): Record<string, string> {
  const members = Object.entries(parseObject(text))
  const fields: Record<string, string> = Object.create(null)
  for (const [name, value] of members) {
    if (value === null) continue
    if (typeof value === 'object') throw new BodyError(400, `${name} must be text.`)
    addField(fields, name, String(value))
  }
  // JSON.parse keeps the last of two equal keys, so count the keys as they were written.
  const keys = text.split(JSON_STRING).filter((between) => between.includes(':'))
  if (keys.length !== members.length) {
    throw new BodyError(400, 'A field was sent twice.')
  }
  return fields
}

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
