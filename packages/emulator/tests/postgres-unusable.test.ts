import { expect, inject, it } from 'vitest'
import { explainDatabase } from '../src/engine/storage/storage-error.ts'
import { createEmulator, StorageError } from '../src/index.ts'

const server = inject('postgres') ?? ''
const host = new URL(server).host
const opening = (postgres: string) => createEmulator({ storage: { postgres } })

async function query(url: string, ...statements: string[]): Promise<void> {
  const { default: pg } = await import('pg')
  const client = new pg.Client(url)
  await client.connect()
  for (const statement of statements) await client.query(statement)
  await client.end()
}

it('R10: the error for a missing database names it, and the command that creates it', async () => {
  const error = await opening(`${server}/missing`).catch((thrown) => thrown)
  expect(error).toBeInstanceOf(StorageError)
  expect(error.message).toBe(`PostgreSQL at ${host} has no database missing. Create it: createdb missing`)
})

it('R10: the error for a user that PostgreSQL does not have names the user', async () => {
  await expect(opening(`postgres://nobody@${host}/postgres`)).rejects.toThrow(
    `PostgreSQL at ${host} does not allow the user nobody to connect. Correct the user name in the URL, or edit pg_hba.conf.`,
  )
})

it('R10: the error for a wrong password does not contain the password', () => {
  const refused = Object.assign(new Error('password authentication failed for user "app"'), { code: '28P01' })
  const described = explainDatabase(refused, 'postgres://app:hunter2secret@db.example:5432/auth')
  expect(String(described)).toContain(
    'PostgreSQL at db.example:5432 refused the password of the user app. Correct it in the URL.',
  )
  expect(String(described)).not.toContain('hunter2secret')
})

it('R10: the error for a user that cannot create schemas names the permission to grant', async () => {
  await query(`${server}/postgres`, 'create role plain login', 'create database strict')
  await query(`${server}/strict`, 'revoke create on database strict from public')
  await expect(opening(`postgres://plain@${host}/strict`)).rejects.toThrow(
    'The user plain cannot create schemas in the database strict. Grant CREATE on it.',
  )
})

it('R14: a database written by a newer version is refused', async () => {
  await query(`${server}/postgres`, 'create database newer')
  const emulator = await opening(`${server}/newer`)
  const { clientId } = emulator.default
  await emulator.close()
  await query(`${server}/newer`, `update "${clientId}".documents set content = '999' where name = 'schema'`)
  await expect(opening(`${server}/newer`)).rejects.toThrow(
    'The database was written by a newer version of the emulator. Update it',
  )
})
