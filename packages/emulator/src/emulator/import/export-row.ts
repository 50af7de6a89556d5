import { parseJson } from './parse-json.ts'

/** One user of an export, as the file has it: texts where it is CSV. */
export type ExportRow = Record<string, unknown>

/** What `POST /user_management/users` takes. */
export interface UserFields {
  email: string
  email_verified: boolean
  external_id?: string
  first_name?: string
  last_name?: string
  name?: string
  metadata?: Record<string, string>
  password_hash?: string
  password_hash_type?: string
}

/** A user of an export as the API takes it, with the names of what it has no place for. */
export interface ConvertedUser {
  fields: UserFields
  /** Base32. */
  totpSecret?: string
  leftOut: string[]
}

/** Why a row is no user to create. */
export interface SkippedRow {
  skipped: string
}

/** Reads the rows of one system. */
export interface ExportSource {
  /** Names of the columns of a CSV file that has none itself. */
  columns?: readonly string[]
  convert(row: ExportRow, options: ConvertOptions): ConvertedUser | SkippedRow
}

export interface ConvertOptions {
  /** Of a project in Firebase. */
  hashConfig?: FirebaseHashConfig
}

export interface FirebaseHashConfig {
  signerKey: string
  saltSeparator: string
  rounds: number
  memoryCost: number
}

/** The first of these columns that says something. */
export function textOf(row: ExportRow, ...names: string[]): string | undefined {
  for (const name of names) {
    const value = row[name]
    if (typeof value === 'number') return String(value)
    if (typeof value === 'string' && value.trim() !== '' && value.trim().toLowerCase() !== 'null')
      return value.trim()
  }
  return undefined
}

/** `true`, `t`, `1` and `yes`, as databases and spreadsheets write it. */
export function isTrue(row: ExportRow, ...names: string[]): boolean {
  return names.some((name) => row[name] === true || /^(?:true|t|1|yes)$/i.test(textOf(row, name) ?? ''))
}

/** An object, also where it is written as JSON in a column. */
export function objectOf(row: ExportRow, name: string): Record<string, unknown> {
  const value = typeof row[name] === 'string' ? parseJson(row[name]) : row[name]
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
}

/** Those of the columns that say something, by the name that the report gives them. */
export function namesOfGiven(row: ExportRow, columns: Record<string, string>): string[] {
  const given = Object.entries(columns).filter(([column]) => isGiven(row[column]))
  return [...new Set(given.map(([, name]) => name))]
}

function isGiven(value: unknown): boolean {
  if (value === null || value === undefined || value === false) return false
  if (typeof value === 'string') return !/^(?:|null|\{\}|\[\]|false|f)$/i.test(value.trim())
  return typeof value !== 'object' || Object.keys(value).length > 0
}

const MOST_KEYS = 10
const MOST_KEY_CHARACTERS = 40
const MOST_VALUE_CHARACTERS = 600

/** What of an object the API takes as metadata: ten short texts. Undefined where it does not fit. */
export function metadataOf(object: Record<string, unknown>): Record<string, string> | undefined {
  const entries = Object.entries(object).filter(([, value]) => value !== null)
  const fits = entries.every(
    ([key, value]) =>
      typeof value !== 'object' &&
      key.length <= MOST_KEY_CHARACTERS &&
      String(value).length <= MOST_VALUE_CHARACTERS,
  )
  if (!fits || entries.length > MOST_KEYS) return undefined
  return Object.fromEntries(entries.map(([key, value]) => [key, String(value)]))
}
