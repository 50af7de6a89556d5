import { createCipheriv, pbkdf2Sync, randomBytes, scryptSync } from 'node:crypto'
import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { hash as bcrypt } from '@node-rs/bcrypt'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { parseCommandLine } from '../src/emulator/cli/command-options.ts'
import { onePerPause, summaryOf } from '../src/emulator/cli/import-command.ts'
import type { ConvertOptions } from '../src/emulator/import/export-row.ts'
import { openJournal } from '../src/emulator/import/import-journal.ts'
import { importUsers, type SendRequest } from '../src/emulator/import/import-users.ts'
import { hashOf, readHashConfig } from '../src/emulator/import/password-hash.ts'
import { readExport } from '../src/emulator/import/read-export.ts'
import { sendTo, type Wait } from '../src/emulator/import/send-request.ts'
import { SOURCES } from '../src/emulator/import/sources.ts'
import { type Caller, PASSWORD, start } from './fixture.ts'

const folder = mkdtempSync(join(tmpdir(), 'latchkey-import-'))
let caller: Caller
let bcryptHash = ''
beforeAll(async () => {
  caller = await start({ port: 0 })
  bcryptHash = await bcrypt(PASSWORD, { cost: 4 })
})
afterAll(async () => {
  await caller.emulator.close()
  rmSync(folder, { recursive: true, force: true })
})

const send: SendRequest = async (method, path, body) => caller.call(method, path, body)
let files = 0

function exported(content: string): string {
  const file = join(folder, `export-${files++}`)
  writeFileSync(file, content)
  return file
}

const journalOf = (file: string) => openJournal(`${file}.ndjson`, { file })

/** Runs an import, and returns the outcome of each row. */
async function imported(from: string, content: string, options: ConvertOptions & { dryRun?: boolean } = {}) {
  const file = exported(content)
  const journal = journalOf(file)
  const source = SOURCES[from]
  if (source === undefined) throw new Error(`No source ${from}`)
  await importUsers(readExport(file, source), source, send, journal, { concurrency: 3, ...options })
  return [...journal.outcomes.values()].sort((a, b) => a.row - b.row)
}

async function found(email: string) {
  const { data } = (await caller.call('GET', `/user_management/users?email=${encodeURIComponent(email)}`))
    .body
  return data[0]
}

const signIn = async (email: string, password = PASSWORD) =>
  (await caller.authenticate({ grant_type: 'password', email, password })).body

const CLERK_HEAD =
  'id,first_name,last_name,username,primary_email_address,primary_phone_number,verified_email_addresses,unverified_email_addresses,verified_phone_numbers,unverified_phone_numbers,totp_secret,password_digest,password_hasher'

describe('an export of', () => {
  it('Clerk: names with commas, a second email address, an authenticator app, and a hash of an unknown type', async () => {
    const outcomes = await imported(
      'clerk',
      [
        `\uFEFF${CLERK_HEAD}`,
        `user_2a,"Ada, Countess",Lovelace,ada,ada@clerk.example,+15005550006,ada@clerk.example|second@clerk.example,,,,JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP,${bcryptHash},bcrypt`,
        'user_2b,Bo,,,bo@clerk.example,,,bo@clerk.example,,,,5f4dcc3b5aa765d61d8327deb882cf99,md5',
        'user_2c,No,Email,no,,+15005550007,,,,,,,',
      ].join('\r\n'),
    )
    expect(outcomes).toMatchObject([
      { outcome: 'created', left_out: ['other email addresses', 'username', 'phone number'] },
      { outcome: 'created', left_out: ['password (md5)', 'other email addresses'] },
      { outcome: 'skipped', reason: 'no email address' },
    ])
    expect(await found('ada@clerk.example')).toMatchObject({
      external_id: 'user_2a',
      first_name: 'Ada, Countess',
      last_name: 'Lovelace',
      email_verified: true,
    })
    expect(await found('bo@clerk.example')).toMatchObject({ email_verified: false })
    const step = await signIn('ada@clerk.example')
    expect(step.code).toBe('mfa_challenge')
  })

  it('Auth0: the lines of the export job, and the hashes that its support provides', async () => {
    const [user, support] = await imported(
      'auth0',
      [
        JSON.stringify({
          user_id: 'auth0|61',
          email: 'ada@auth0.example',
          email_verified: true,
          given_name: 'Ada',
          family_name: 'Lovelace',
          name: 'ada@auth0.example',
          user_metadata: { plan: 'gold', seats: 3 },
          app_metadata: { role: 'admin' },
          identities: [{ provider: 'auth0', user_id: '61', isSocial: false }],
        }),
        JSON.stringify({
          _id: { $oid: '60425d' },
          email: 'bo@auth0.example',
          email_verified: false,
          passwordHash: bcryptHash,
          connection: 'Username-Password-Authentication',
        }),
      ].join('\n'),
    )
    expect(user).toMatchObject({ outcome: 'created', left_out: ['app metadata'] })
    expect(support).toMatchObject({ outcome: 'created' })
    expect(await found('ada@auth0.example')).toMatchObject({
      external_id: 'auth0|61',
      first_name: 'Ada',
      metadata: { plan: 'gold', seats: '3' },
    })
    expect((await found('bo@auth0.example')).external_id).toBe('auth0|60425d')
    expect((await signIn('bo@auth0.example')).code).toBe('email_verification_required')
  })

  it('Firebase: scrypt hashes with the parameters of the project, from JSON and from CSV', async () => {
    const signerKey = randomBytes(64)
    const [salt, separator] = [randomBytes(12), Buffer.from([7])]
    const key = scryptSync(PASSWORD, Buffer.concat([salt, separator]), 32, { N: 2 ** 10, r: 8, p: 1 })
    const cipher = createCipheriv('aes-256-ctr', key, Buffer.alloc(16))
    const passwordHash = Buffer.concat([cipher.update(signerKey), cipher.final()])
    const forAddresses = (bytes: Buffer) => bytes.toString('base64').replaceAll('+', '-').replaceAll('/', '_')
    const hashConfig = readHashConfig(`hash_config {
      algorithm: SCRYPT,
      base64_signer_key: ${signerKey.toString('base64')},
      base64_salt_separator: ${separator.toString('base64')},
      rounds: 8,
      mem_cost: 10,
    }`)
    const options = hashConfig === undefined ? {} : { hashConfig }
    const [hash, saltText] = [forAddresses(passwordHash), forAddresses(salt)]
    const user = {
      localId: 'fb1',
      email: 'ada@firebase.example',
      emailVerified: true,
      passwordHash: hash,
      salt: saltText,
    }
    const json = JSON.stringify(
      {
        users: [
          { ...user, displayName: 'Ada L.', customAttributes: '{"plan":"gold"}' },
          { localId: 'fb2', disabled: true, email: 'x@firebase.example' },
        ],
      },
      null,
      2,
    )
    expect(await imported('firebase', json, options)).toMatchObject([
      { outcome: 'created' },
      { outcome: 'skipped', reason: 'disabled' },
    ])
    expect((await signIn('ada@firebase.example')).access_token).toBeTypeOf('string')
    expect(await found('ada@firebase.example')).toMatchObject({ name: 'Ada L.', metadata: { plan: 'gold' } })
    const csv = `fb3,bo@firebase.example,true,${hash},${saltText},Bo,,,,,,,,,,,,,,,,,,1700000000000,1700000000000,+15005550008,,\n`
    expect(await imported('firebase', csv, options)).toMatchObject([
      { outcome: 'created', left_out: ['phone number'] },
    ])
    expect((await signIn('bo@firebase.example')).access_token).toBeTypeOf('string')
    const without = csv.replaceAll('bo@', 'co@').replace('fb3', 'fb4')
    expect(await imported('firebase', without)).toMatchObject([
      { left_out: ['password (needs --hash-config)', 'phone number'] },
    ])
  })

  it('Supabase: a table with JSON and empty values as text', async () => {
    const head =
      'id,email,encrypted_password,email_confirmed_at,phone,raw_user_meta_data,deleted_at,banned_until,is_anonymous'
    const data =
      '"{""sub"": ""8f"", ""full_name"": ""Ada Lovelace"", ""team"": ""red"", ""email_verified"": true}"'
    const outcomes = await imported(
      'supabase',
      [
        head,
        `8f-1,ada@supabase.example,${bcryptHash},2024-05-01 10:00:00+00,NULL,${data},,,false`,
        `8f-2,gone@supabase.example,${bcryptHash},,,{},2024-06-01 10:00:00+00,,f`,
        '8f-3,,,,,{},,,true',
      ].join('\n'),
    )
    expect(outcomes.map(({ outcome, reason }) => reason ?? outcome)).toEqual([
      'created',
      'deleted',
      'anonymous',
    ])
    expect(await found('ada@supabase.example')).toMatchObject({
      name: 'Ada Lovelace',
      metadata: { team: 'red' },
      email_verified: true,
    })
    expect((await signIn('ada@supabase.example')).access_token).toBeTypeOf('string')
  })

  it('better-auth: two tables as one object, with the password of the credential account', async () => {
    const salt = randomBytes(16).toString('hex')
    const key = scryptSync(PASSWORD, salt, 64, { N: 16_384, r: 16, p: 1, maxmem: 128 * 1024 * 1024 })
    const outcomes = await imported(
      'better-auth',
      JSON.stringify({
        user: [
          {
            id: 'b1',
            email: 'ada@better.example',
            emailVerified: true,
            name: 'Ada Lovelace',
            image: 'https://a.example/a.png',
          },
          { id: 'b2', email: 'bo@better.example', emailVerified: false, name: 'Bo', banned: true },
        ],
        account: [
          { userId: 'b1', providerId: 'google', accountId: '1' },
          { userId: 'b1', providerId: 'credential', password: `${salt}:${key.toString('hex')}` },
        ],
      }),
    )
    expect(outcomes).toMatchObject([{ outcome: 'created', left_out: ['picture'] }, { reason: 'banned' }])
    expect((await signIn('ada@better.example')).access_token).toBeTypeOf('string')
  })

  it('WorkOS: the list of another environment', async () => {
    const { body } = await caller.call('GET', '/user_management/users?limit=1')
    const copy = body.data.map((user: object) => ({
      ...user,
      email: 'copy@workos.example',
      external_id: 'own-1',
    }))
    expect(await imported('workos', JSON.stringify({ object: 'list', data: copy }))).toMatchObject([
      { outcome: 'created' },
    ])
    expect(await found('copy@workos.example')).toMatchObject({ external_id: 'own-1' })
  })
})

it.each([
  ['Django', (salt: string, hash: Buffer) => `pbkdf2_sha256$1000$${salt}$${hash.toString('base64')}`],
  [
    'Passlib',
    (salt: string, hash: Buffer) => {
      const adapted = (bytes: Buffer) => bytes.toString('base64').replaceAll('+', '.').replace(/=+$/, '')
      return `$pbkdf2-sha256$1000$${adapted(Buffer.from(salt))}$${adapted(hash)}`
    },
  ],
])('a user can sign in with a hash from %s', async (name, written) => {
  const salt = 'saltysaltysalt12'
  const stored = written(salt, pbkdf2Sync(PASSWORD, salt, 1000, 32, 'sha256'))
  const email = `${name.toLowerCase()}@hash.example`
  await imported('workos', JSON.stringify([{ email: `none-${email}` }]))
  const { status, body } = await caller.call('POST', '/user_management/users', {
    email,
    email_verified: true,
    ...hashOf(stored),
  })
  expect(status, JSON.stringify(body)).toBe(201)
  expect((await signIn(email)).access_token).toBeTypeOf('string')
})

it.each(['5f4dcc3b5aa765d61d8327deb882cf99', 'plain text', 'sha256$salt$abc', ''])(
  '%j is not a supported hash',
  (stored) => {
    expect(hashOf(stored)).toBeUndefined()
  },
)

describe('an import', () => {
  const lines = (count: number, name: string) =>
    Array.from({ length: count }, (_, n) =>
      JSON.stringify({ id: `${name}${n}`, email: `${name}${n}@resume.example` }),
    )

  it('continues where it stopped, without creating a user twice', async () => {
    const file = exported(lines(40, 'r').join('\n'))
    const source = SOURCES.workos
    if (source === undefined) throw new Error('No source')
    let sent = 0
    const breaking: SendRequest = (method, path, body) => {
      if (++sent > 15) return Promise.reject(new Error('The connection is gone'))
      return send(method, path, body)
    }
    const run = (by: SendRequest) =>
      importUsers(readExport(file, source), source, by, journalOf(file), { concurrency: 5 })
    await expect(run(breaking)).rejects.toThrow('gone')
    expect(journalOf(file).outcomes.size).toBe(15)
    // Simulates a process that was killed in the middle of a line, after it created another user that it did not record.
    const report = `${file}.ndjson`
    const [head, ...written] = readFileSync(report, 'utf8').trimEnd().split('\n')
    writeFileSync(report, [head, ...written.slice(0, -1)].join('\n'))
    appendFileSync(report, '\n{"row":3')
    sent = 0
    const counting: SendRequest = (method, path, body) => {
      if (method === 'POST') sent++
      return send(method, path, body)
    }
    await run(counting)
    expect(sent).toBe(26)
    const outcomes = [...journalOf(file).outcomes.values()].map(({ outcome }) => outcome)
    expect(outcomes.filter((outcome) => outcome === 'created')).toHaveLength(39)
    expect(outcomes.filter((outcome) => outcome === 'existed')).toHaveLength(1)
    await run(() => Promise.reject(new Error('Nothing is left to send')))
  })

  it('enrolls the authenticator app of a user that was created before the process ended', async () => {
    const email = 'half@clerk.example'
    await caller.call('POST', '/user_management/users', {
      email,
      external_id: 'user_half',
      password: PASSWORD,
      email_verified: true,
    })
    const row = `user_half,,,,${email},,${email},,,,JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP,,`
    expect(await imported('clerk', `${CLERK_HEAD}\n${row}`)).toMatchObject([{ outcome: 'existed' }])
    expect((await signIn(email)).code).toBe('mfa_challenge')
  })

  it('does not mistake another user with the same external ID or email address for the exported user', async () => {
    const other = { email: 'other@taken.example', password: PASSWORD, email_verified: true }
    const { body } = await caller.call('POST', '/user_management/users', {
      ...other,
      external_id: 'user_taken',
    })
    const here = { email: 'here@taken.example', password: PASSWORD, email_verified: true }
    await caller.call('POST', '/user_management/users', here)
    const row = (email: string) => `user_taken,,,,${email},,${email},,,,JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP,,`
    const outcomes = await imported(
      'clerk',
      [CLERK_HEAD, row('new@taken.example'), row('here@taken.example'), row('OTHER@Taken.example')].join(
        '\n',
      ),
    )
    const reason = 'the external ID belongs to a user with another email address'
    expect(outcomes).toMatchObject([
      { outcome: 'failed', email: 'new@taken.example', reason, user_id: body.id },
      { email: 'here@taken.example' },
      { outcome: 'existed', user_id: body.id },
    ])
    expect(await found('new@taken.example')).toBeUndefined()
    expect(summaryOf(outcomes, false).join('\n')).toContain(`failed: ${reason}`)
    // The authenticator app is enrolled only for the exported user.
    expect((await signIn('here@taken.example')).access_token).toBeTypeOf('string')
    expect((await signIn('other@taken.example')).code).toBe('mfa_challenge')
  })

  it('enrolls no authenticator app for another user who has the same external ID', async () => {
    const create = (email: string, more: object) =>
      caller.call('POST', '/user_management/users', {
        email,
        password: PASSWORD,
        email_verified: true,
        ...more,
      })
    await create('holder@factor.example', { external_id: 'user_factor' })
    await create('exported@factor.example', {})
    const email = 'exported@factor.example'
    await imported(
      'clerk',
      `${CLERK_HEAD}\nuser_factor,,,,${email},,${email},,,,JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP,,`,
    )
    expect((await signIn('holder@factor.example')).access_token).toBeTypeOf('string')
  })

  it('reports the users that the API refuses, and retries them in the next run', async () => {
    const [outcome] = await imported('workos', JSON.stringify([{ email: 'not an address' }]))
    expect(outcome).toMatchObject({ outcome: 'failed', reason: expect.stringMatching(/^4\d\d /) })
    expect(summaryOf(outcome === undefined ? [] : [outcome], false).join('\n')).toMatch(
      /1 refused\n {2}failed: 4/,
    )
  })

  it('sends nothing in a dry run', async () => {
    const outcomes = await imported('workos', lines(2, 'dry').join('\n'), { dryRun: true })
    expect(summaryOf(outcomes, true)[0]).toBe('2 users: 2 would be created, 0 existed, 0 skipped, 0 refused')
    expect(await found('dry0@resume.example')).toBeUndefined()
  })

  it('does not mix two imports in a report', () => {
    const file = exported('')
    openJournal(`${file}.ndjson`, { file, from: 'clerk' })
    expect(() => openJournal(`${file}.ndjson`, { file, from: 'auth0' })).toThrow('another import')
  })

  it.each([
    ['{"users":', 'is not valid JSON'],
    ['{\n"other": []}', 'has no list of users'],
    ['[1]', 'has no list of users'],
    ['{"email":"a@b.example"}\nno json', 'line 2'],
    ['a,b\n"1,2', 'is not a CSV file'],
  ])('reports what is wrong with %j', async (content, message) => {
    await expect(imported('workos', content)).rejects.toThrow(message)
  })

  it('waits when it sends too many requests, and while the API is unavailable', async () => {
    const { environment, emulator } = caller
    const key = environment.apiKey
    await environment.faults.add({
      operation: 'createUser',
      times: 1,
      respond: { status: 429, body: {}, headers: { 'retry-after': '0.01' } },
    }).stored
    await environment.faults.add({ operation: 'createUser', times: 2, respond: { status: 503, body: {} } })
      .stored
    const { status } = await sendTo(emulator.url, key, { delayMs: 1 })('POST', '/user_management/users', {
      email: 'waits@send.example',
    })
    expect(status).toBe(201)
    await expect(
      sendTo(emulator.url, 'sk_test_wrong', { delayMs: 1 })('GET', '/user_management/users'),
    ).rejects.toThrow('API key')
    await expect(sendTo('http://127.0.0.1:1', key, { delayMs: 0.01 })('GET', '/')).rejects.toThrow(
      'continues where it stopped',
    )
  })
})

describe('a rate limit', () => {
  const limited = (retryAfter: string | undefined, times: number) =>
    caller.environment.faults.add({
      operation: 'createUser',
      times,
      respond: {
        status: 429,
        body: {},
        headers: retryAfter === undefined ? {} : { 'retry-after': retryAfter },
      },
    }).stored

  /** Sends one user, and returns the pauses that were requested instead of waiting for them. */
  async function sent(email: string) {
    const waits: Wait[] = []
    const { environment, emulator } = caller
    const send = sendTo(emulator.url, environment.apiKey, {
      onWait: (wait) => waits.push(wait),
      pause: async () => {},
    })
    const result = await send('POST', '/user_management/users', { email }).catch((error: Error) => error)
    return { waits, result }
  }

  it.each([
    ['7', 7],
    ['0', 1],
    ['-5', 1],
    ['soon', 1],
    [undefined, 1],
    [new Date(Date.now() - 60_000).toUTCString(), 1],
  ])('is followed by the pause in Retry-After: %j', async (retryAfter, seconds) => {
    await limited(retryAfter, 2)
    const { waits, result } = await sent(`limited-${seconds}-${retryAfter?.length}@send.example`)
    expect(result).toMatchObject({ status: 201 })
    expect(waits).toEqual([
      { why: '429', ms: seconds * 1000, attempt: 2, most: 20 },
      { why: '429', ms: seconds * 1000, attempt: 3, most: 20 },
    ])
  })

  it('is followed by a pause until the date in Retry-After', async () => {
    await limited(new Date(Date.now() + 90_000).toUTCString(), 1)
    const [wait] = (await sent('limited-date@send.example')).waits
    expect(wait?.ms).toBeGreaterThan(60_000)
    expect(wait?.ms).toBeLessThanOrEqual(90_000)
  })

  it.each([
    ['20 times', '1', 20, 19, 'still limits the rate after 20 attempts. Run the import again later'],
    ['for an hour', '3600', 1, 0, 'limits the rate for 3600 seconds. Run the import again later'],
  ])(
    'that is returned %s ends the import, which can be continued later',
    async (name, retryAfter, times, waited, message) => {
      await limited(retryAfter, times)
      const { waits, result } = await sent(`given-${name.replaceAll(' ', '-')}@send.example`)
      expect(waits).toHaveLength(waited)
      expect(String(result)).toContain(message)
      expect(String(result)).toContain('it continues where it stopped')
    },
  )

  it('is reported once for all requests that wait at the same time', () => {
    const lines: string[] = []
    let now = 0
    const announce = onePerPause(
      (line) => lines.push(line),
      () => now,
    )
    for (let request = 0; request < 10; request += 1)
      announce({ why: '429', ms: 30_000, attempt: 2, most: 20 })
    now = 30_000
    announce({ why: '503', ms: 1_500, attempt: 3, most: 6 })
    expect(lines).toEqual([
      'latchkey-emulator: waiting 30 s (429), then attempt 2 of 20\n',
      'latchkey-emulator: waiting 2 s (503), then attempt 3 of 6\n',
    ])
  })
})

describe('the command line', () => {
  it('uses the key of the local server, or the key in the environment for any other server', () => {
    const local = parseCommandLine(['import', 'u.csv', '--from', 'clerk'], {})
    expect(local.import).toMatchObject({
      file: 'u.csv',
      from: 'clerk',
      apiKey: 'sk_test_latchkey_local',
      dryRun: false,
    })
    const hosted = ['import', 'u.csv', '--from', 'clerk', '--url', 'https://api.workos.com']
    expect(() => parseCommandLine(hosted, {})).toThrow('WORKOS_API_KEY')
    expect(parseCommandLine(hosted, { WORKOS_API_KEY: 'sk_live_x' }).import?.apiKey).toBe('sk_live_x')
    expect(() => parseCommandLine(['export'])).toThrow('The commands are env and import')
  })
})
