import { closeSync, createReadStream, openSync, readSync, statSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { createInterface } from 'node:readline'
import type { ExportRow, ExportSource } from './export-row.ts'
import { parseJson } from './parse-json.ts'

/** An invalid export file. The message describes what was expected. */
export class ExportError extends Error {
  override readonly name = 'ExportError'
}

/** The size limit for a JSON document, which is read as a whole. */
const MOST_JSON_BYTES = 256 * 1024 * 1024

/** Reads the rows of a CSV, JSON or JSON Lines file. CSV and JSON Lines are streamed, so they can have any size. */
export async function* readExport(file: string, { columns }: ExportSource): AsyncGenerator<ExportRow> {
  const start = beginning(file)
    .replace(/^\uFEFF/, '')
    .trimStart()
  if (!/^[[{]/.test(start)) yield* readCsv(file, columns)
  else if (isLines(start)) yield* readLines(file)
  else yield* await readJson(file)
}

function beginning(file: string): string {
  const buffer = Buffer.alloc(64 * 1024)
  const descriptor = openSync(file, 'r')
  try {
    return buffer.toString('utf8', 0, readSync(descriptor, buffer))
  } finally {
    closeSync(descriptor)
  }
}

function isLines(start: string): boolean {
  const end = start.indexOf('\n')
  const first = (end === -1 ? start : start.slice(0, end)).trim()
  const one = first.startsWith('{') ? parseJson(first) : undefined
  return isRow(one) && listIn(one) === undefined
}

async function* readCsv(file: string, columns: readonly string[] | undefined): AsyncGenerator<ExportRow> {
  const { parse } = await import('csv-parse')
  const parser = parse({
    bom: true,
    columns: columns === undefined ? true : [...columns],
    relax_column_count: true,
    skip_empty_lines: true,
  })
  const input = createReadStream(file)
  input.once('error', (error) => parser.destroy(error))
  try {
    yield* input.pipe(parser)
  } catch (error) {
    throw new ExportError(`${file} is not a CSV file: ${error instanceof Error ? error.message : 'unknown'}`)
  } finally {
    input.destroy()
  }
}

async function* readLines(file: string): AsyncGenerator<ExportRow> {
  let number = 0
  for await (const line of createInterface({
    input: createReadStream(file),
    crlfDelay: Number.POSITIVE_INFINITY,
  })) {
    number++
    const text = line.replace(/^\uFEFF/, '').trim()
    if (text === '') continue
    const row = parseJson(text)
    if (!isRow(row)) throw new ExportError(`${file}, line ${number} is not a JSON object`)
    yield row
  }
}

async function readJson(file: string): Promise<ExportRow[]> {
  if (statSync(file).size > MOST_JSON_BYTES) {
    throw new ExportError(
      `${file} is too large to read at once. Write one user per line: jq -c '.[]' ${file}`,
    )
  }
  const content = parseJson((await readFile(file, 'utf8')).replace(/^\uFEFF/, ''))
  if (content === undefined) throw new ExportError(`${file} is not valid JSON`)
  const rows = Array.isArray(content) ? content : listIn(content as ExportRow)
  if (rows === undefined || !rows.every(isRow)) {
    throw new ExportError(`${file} has no list of users: an array, or an object with users, data or user`)
  }
  return rows
}

function listIn(content: ExportRow): unknown[] | undefined {
  const list = [content.users, content.data, content.user].find(Array.isArray)
  const accounts = content.account ?? content.accounts
  return list !== undefined && Array.isArray(accounts) ? withPasswords(list, accounts) : list
}

/** Adds the passwords in the accounts of better-auth to their users. */
function withPasswords(users: unknown[], accounts: unknown[]): unknown[] {
  const passwords = new Map(
    accounts
      .filter(isRow)
      .filter((account) => (account.providerId ?? account.provider_id) === 'credential')
      .map((account) => [account.userId ?? account.user_id, account.password]),
  )
  return users.filter(isRow).map((user) => ({ ...user, password: passwords.get(user.id) }))
}

function isRow(value: unknown): value is ExportRow {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
