import { parseJson } from './parse-json.ts'

/** One user in an export, as stored in the file. In a CSV file, all values are strings. */
export type ExportRow = Record<string, unknown>

/** The body of `POST /user_management/users`. */
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

/** An exported user in the format of the API, with the names of the data that the API cannot store. */
export interface ConvertedUser {
  fields: UserFields
  /** Encoded as base32. */
  totpSecret?: string
  leftOut: string[]
}

/** The reason why a row is not imported. */
export interface SkippedRow {
  skipped: string
}

/** Converts the rows that one system exports. */
export interface ExportSource {
  /** The column names, for a CSV file without a header row. */
  columns?: readonly string[]
  convert(row: ExportRow, options: ConvertOptions): ConvertedUser | SkippedRow
}

export interface ConvertOptions {
  /** The password hash parameters of a Firebase project. */
  hashConfig?: FirebaseHashConfig
}

export interface FirebaseHashConfig {
  signerKey: string
  saltSeparator: string
  rounds: number
  memoryCost: number
}

/** Returns the value of the first of these columns that is not empty. */
export function textOf(row: ExportRow, ...names: string[]): string | undefined {
  for (const name of names) {
    const value = row[name]
    if (typeof value === 'number') return String(value)
    if (typeof value === 'string' && value.trim() !== '' && value.trim().toLowerCase() !== 'null')
      return value.trim()
  }
  return undefined
}

/** Also accepts `t`, `1` and `yes`, which databases and spreadsheets write for true. */
export function isTrue(row: ExportRow, ...names: string[]): boolean {
  return names.some((name) => row[name] === true || /^(?:true|t|1|yes)$/i.test(textOf(row, name) ?? ''))
}

/** Returns the object in a column, even if the column contains it as JSON text. */
export function objectOf(row: ExportRow, name: string): Record<string, unknown> {
  const value = typeof row[name] === 'string' ? parseJson(row[name]) : row[name]
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
}

/** Returns the names, as used in the report, of the columns that are not empty. */
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

/** Converts an object to metadata. Undefined if it exceeds the limits of the API, such as ten keys. */
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
