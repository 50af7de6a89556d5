import { randomUUID } from 'node:crypto'
import { inject } from 'vitest'
import { createEmulator, type Emulator, type EmulatorOptions, type Environment } from '../src/index.ts'
import { UNUSED } from './postgres.ts'

/** The parts of a response that tests check. */
export interface Seen {
  status: number
  // biome-ignore lint/suspicious/noExplicitAny: tests read bodies of every shape
  body: Record<string, any>
  headers: Headers
}

/** A new environment with functions to call it. */
export interface Caller {
  emulator: Emulator
  environment: Environment
  call(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Seen>
  authenticate(fields: Record<string, unknown>): Promise<Seen>
}

export const PASSWORD = 'correct horse battery'

/**
 * Starts an emulator in the same process, in strict mode: every response is validated against its description. The suites
 * run twice: in memory, and with two nodes on the PostgreSQL server that `postgres.ts` starts.
 */
export async function start(options: EmulatorOptions = {}): Promise<Caller> {
  const isSpread = inject('postgres') !== undefined && options.storage === undefined
  const emulator = isSpread
    ? spread(await openNodes(2, options))
    : await createEmulator({ strict: true, ...options })
  return callerFor(emulator, emulator.default)
}

/** Starts nodes that share one new database. */
export async function openNodes(count: number, options: EmulatorOptions = {}): Promise<Emulator[]> {
  const storage = { postgres: (await createDatabase(UNUSED)).url }
  const nodes: Emulator[] = []
  while (nodes.length < count) nodes.push(await createEmulator({ strict: true, storage, ...options }))
  return nodes
}

/** Creates a database on the server that `postgres.ts` starts, either empty or as a copy of another one. */
export async function createDatabase(
  original = 'template1',
): Promise<{ url: string; drop(): Promise<void> }> {
  const server = inject('postgres')
  const name = `test_${randomUUID().replaceAll('-', '')}`
  await asAdmin(`create database ${name} template ${original}`)
  return { url: `${server}/${name}`, drop: () => asAdmin(`drop database ${name} with (force)`) }
}

async function asAdmin(statement: string): Promise<void> {
  const { default: pg } = await import('pg')
  const client = new pg.Client(`${inject('postgres')}/postgres`)
  await client.connect()
  await client.query(statement)
  await client.end()
}

/** Sends requests to the nodes in turn, as a proxy without session affinity would. */
export function spread(nodes: readonly Emulator[]): Emulator {
  const [first] = nodes as [Emulator]
  let turn = 0
  const close = async () => {
    await Promise.all(nodes.map((node) => node.close()))
  }
  return {
    ...first,
    url: first.url,
    fetch: (input, init) => (nodes[turn++ % nodes.length] as Emulator).fetch(input, init),
    close,
    [Symbol.asyncDispose]: close,
  }
}

export function callerFor(emulator: Emulator, environment: Environment): Caller {
  async function call(method: string, path: string, body?: unknown, headers: Record<string, string> = {}) {
    const response = await emulator.fetch(emulator.url + path, {
      method,
      headers: {
        authorization: `Bearer ${environment.apiKey}`,
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...headers,
      },
      redirect: 'manual',
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    })
    const text = await response.text()
    const isJson = response.headers.get('content-type')?.includes('json')
    return {
      status: response.status,
      body: isJson ? JSON.parse(text) : { text },
      headers: response.headers,
    }
  }
  return {
    emulator,
    environment,
    call,
    authenticate: (fields) =>
      call('POST', '/user_management/authenticate', {
        client_id: environment.clientId,
        client_secret: environment.apiKey,
        ...fields,
      }),
  }
}

/** The matching emails, regardless of which node sent them. */
export async function emails({ call }: Caller, query: Record<string, string> = {}): Promise<Seen['body'][]> {
  return (await call('GET', `/_emulator/emails?${new URLSearchParams(query)}`)).body.data
}

/** Creates a user with a verified email address. */
export async function verifiedUser({ call }: Caller, email: string, fields: object = {}): Promise<string> {
  const { status, body } = await call('POST', '/user_management/users', {
    email,
    password: PASSWORD,
    email_verified: true,
    ...fields,
  })
  if (status !== 201) throw new Error(`user not created: ${JSON.stringify(body)}`)
  return body.id
}

export async function organization(
  { call }: Caller,
  name: string,
  memberIds: string[] = [],
): Promise<string> {
  const { body } = await call('POST', '/organizations', { name })
  for (const user_id of memberIds) {
    await call('POST', '/user_management/organization_memberships', { user_id, organization_id: body.id })
  }
  return body.id
}

/** Signs in with the password. Throws if the result is not a session. */
export async function signIn(caller: Caller, email: string): Promise<Seen['body']> {
  const { status, body } = await caller.authenticate({ grant_type: 'password', email, password: PASSWORD })
  if (status !== 200) throw new Error(`not signed in: ${JSON.stringify(body)}`)
  return body
}

/** Reads every object of a list, page by page. Fails if the reverse order returns different objects. */
export async function walk({ call }: Caller, path: string, limit: number): Promise<Seen['body'][]> {
  const all = await follow(call, path, limit, 'desc')
  const back = await follow(call, path, limit, 'asc')
  if (JSON.stringify(back.reverse()) !== JSON.stringify(all)) throw new Error(`${path}: the orders differ`)
  return all
}

async function follow(call: Caller['call'], path: string, limit: number, order: 'asc' | 'desc') {
  const rows: Seen['body'][] = []
  for (let cursor: string | null = ''; cursor !== null; ) {
    const query = new URLSearchParams({ limit: String(limit), order, after: cursor })
    const { status, body } = await call('GET', `${path}?${query}`)
    if (status !== 200) throw new Error(`${path}: ${JSON.stringify(body)}`)
    rows.push(...body.data)
    cursor = body.list_metadata.after
  }
  return rows
}
