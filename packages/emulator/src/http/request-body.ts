import { Failure, invalidField } from './failure.ts'

const MAX_BYTES = 1024 * 1024
const MAX_DEPTH = 64

/**
 * The request's fields: JSON, or a form where the operation takes one. An empty body is `{}`, because
 * both vendor clients send none on some POSTs.
 */
export async function readBody(request: Request): Promise<unknown> {
  const text = await readText(request)
  if (text === '') return {}
  const type = request.headers.get('content-type') ?? ''
  if (type.startsWith('application/x-www-form-urlencoded')) return checked(formFields(text))
  return checked(parseJson(text))
}

async function readText(request: Request): Promise<string> {
  if (Number(request.headers.get('content-length') ?? 0) > MAX_BYTES) throw tooLarge()
  const text = await request.text()
  if (text.length > MAX_BYTES) throw tooLarge()
  return text.trim() === '' ? '' : text
}

function tooLarge(): Failure {
  return new Failure(413, { message: 'The request body is larger than 1 MiB.' })
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw invalidField('body', 'malformed_json', 'The body is not valid JSON.')
  }
}

function formFields(text: string): Record<string, string> {
  return Object.fromEntries(new URLSearchParams(text))
}

/** Refuses what no database stores exactly: NUL, lone surrogates, and nesting that would exhaust the stack. */
function checked(value: unknown, depth = 0): unknown {
  if (depth > MAX_DEPTH)
    throw invalidField('body', 'too_deep', `The body is nested more than ${MAX_DEPTH} levels.`)
  if (typeof value === 'string' && !isStorable(value)) {
    throw invalidField('body', 'invalid_text', 'The body holds text that is not valid Unicode.')
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
