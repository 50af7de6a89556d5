import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { nodeProblem } from '../src/emulator/node-version.ts'
import { openSqlite } from '../src/engine/storage/sqlite.ts'
import { createEmulator, DEFAULT_CLIENT_ID, StorageError } from '../src/index.ts'
import { spawnServer } from './processes/server-process.ts'

const root = mkdtempSync(join(tmpdir(), 'latchkey-unusable-'))
afterAll(() => rmSync(root, { recursive: true, force: true }))

let count = 0
/** Creates a folder that an emulator has used, and returns it with the file of its default environment. */
async function usedFolder(users = 0) {
  const dir = join(root, `used-${count++}`)
  const emulator = await createEmulator({
    storage: { dir },
    seed: { users: Array.from({ length: users }, (_, n) => ({ email: `user${n}@orchard.example` })) },
  })
  await emulator.close()
  return { dir, file: join(dir, `${DEFAULT_CLIENT_ID}.sqlite`) }
}

const opening = (dir: string) => createEmulator({ storage: { dir } })

describe('R10: the error for an unusable folder names it and the fix', () => {
  it('when a file is damaged', async () => {
    const { dir, file } = await usedFolder(200)
    writeFileSync(file, Buffer.alloc(8192, 'x'), { flag: 'r+' })
    const error = await opening(dir).catch((thrown) => thrown)
    expect(error).toBeInstanceOf(StorageError)
    expect(error.message).toContain(file)
    expect(error.message).toMatch(/Move it away/)
  })

  it('when pages inside a file are damaged', async () => {
    const { dir, file } = await usedFolder(200)
    const database = openSqlite(file)
    const pages = Number(database.prepare('pragma page_count').get()?.page_count)
    database.close()
    const junk = Buffer.alloc(4096 * (pages - 1), 0xff)
    const { openSync, writeSync, closeSync } = await import('node:fs')
    const descriptor = openSync(file, 'r+')
    writeSync(descriptor, junk, 0, junk.length, 4096)
    closeSync(descriptor)
    await expect(opening(dir)).rejects.toThrow(`${file} is damaged. Move it away`)
  })

  it('when a file is truncated', async () => {
    const { dir, file } = await usedFolder(200)
    truncateSync(file, 4096 * 3)
    await expect(opening(dir)).rejects.toThrow(`${file} is truncated. Move it away`)
  })

  it('when a file has another format', async () => {
    const { dir, file } = await usedFolder()
    writeFileSync(file, 'This is a letter, and no database at all. '.repeat(200))
    await expect(opening(dir)).rejects.toThrow(`${file} is not a database of the emulator. Move it away`)
  })

  it('when --data names a file', async () => {
    const file = join(root, 'a-file')
    writeFileSync(file, '')
    await expect(opening(file)).rejects.toThrow(`${file} is a file. Pass a folder`)
    await expect(opening(join(file, 'below'))).rejects.toThrow('is a file. Pass a folder')
  })

  it.skipIf(userInfo().uid === 0)('when the folder is not writable', async () => {
    const { dir } = await usedFolder()
    chmodSync(dir, 0o500)
    await expect(opening(dir)).rejects.toThrow(dir)
    chmodSync(dir, 0o700)
  })

  it('when another process uses the folder', async () => {
    const { dir } = await usedFolder()
    await using _owner = await opening(dir)
    await expect(opening(dir)).rejects.toThrow(`${dir} is locked: it is in use by another process`)
  })

  it('R14: when the folder was written by a newer version', async () => {
    const { dir, file } = await usedFolder()
    const database = openSqlite(file)
    database.exec(`update documents set content = '999' where name = 'schema'`)
    database.close()
    await expect(opening(dir)).rejects.toThrow(
      `${file} was written by a newer version of the emulator. Update it`,
    )
  })

  it('when the command starts, in one line', async () => {
    const { dir, file } = await usedFolder()
    writeFileSync(file, 'no database'.repeat(200))
    const server = spawnServer('--data', dir)
    const exit = new Promise((resolve) => server.child.once('exit', resolve))
    expect(await server.stderrLine()).toBe(
      `latchkey-emulator: ${file} is not a database of the emulator. Move it away, or choose another folder.`,
    )
    expect(await exit).toBe(1)
  })
})

it('R10: other files in the folder are not changed, and an empty file becomes a new environment', async () => {
  const { dir, file } = await usedFolder()
  for (const name of ['notes.sqlite', 'readme.txt']) writeFileSync(join(dir, name), 'mine')
  mkdirSync(join(dir, 'client_backup'))
  truncateSync(file, 0)
  const emulator = await opening(dir)
  await emulator.close()
  expect(readdirSync(dir)).toEqual(expect.arrayContaining(['notes.sqlite', 'readme.txt', 'client_backup']))
})

it('R10: an invalid URL is reported as invalid', async () => {
  await expect(createEmulator({ storage: { postgres: 'not a url' } })).rejects.toThrow(
    'The URL of the database is not valid',
  )
})

it.each([
  ['18.20.8', false],
  ['20.20.2', false],
  ['22.12.0', false],
  ['22.13.0', true],
  ['22.23.1', true],
  ['24.0.0', true],
  ['26.10.0', true],
])('R10: Node %s is supported: %s', (version, isFine) => {
  const problem = nodeProblem(version)
  if (isFine) expect(problem).toBeUndefined()
  else expect(problem).toBe(`The emulator needs Node 22.13 or newer; this is ${version}.`)
})
