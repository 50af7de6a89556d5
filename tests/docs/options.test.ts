import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { ACCOUNT_FORMS } from '@latchkey/core'
import ts from 'typescript'
import { describe, expect, it } from 'vitest'
import { filesLike, type PackageName, root, sourcesOf } from '../architecture/sources.ts'
import { namesIn, type Table, tablesIn } from './tables.ts'

const PAGE = 'docs/reference/options.md'
const tables = tablesIn(PAGE).filter(({ columns }) => columns[0] === 'option')

const sources = new Map<PackageName, ReturnType<typeof sourcesOf>>()

function parsed(name: PackageName) {
  const known = sources.get(name) ?? sourcesOf(name)
  sources.set(name, known)
  return known
}

/** The members that interfaces of a package declare themselves, without inherited ones. */
function membersOf(name: PackageName, ...interfaces: string[]): string[] {
  const found = parsed(name).flatMap(({ tree }) =>
    tree.statements.filter(
      (statement): statement is ts.InterfaceDeclaration =>
        ts.isInterfaceDeclaration(statement) && interfaces.includes(statement.name.text),
    ),
  )
  expect([...new Set(found.map((one) => one.name.text))].sort()).toEqual([...interfaces].sort())
  return [...new Set(found.flatMap(({ members }) => members.map((member) => member.name?.getText() ?? '')))]
}

const isBelow =
  (heading: string, lead = '') =>
  (table: Table) =>
    table.heading === heading && table.lead.includes(lead)

const HANDLER = [
  'API and address',
  'Cookies and sessions',
  'Several instances and background work',
  'What users can do',
  'Operation',
]

describe('the options page', () => {
  it.each<[string, (table: Table) => boolean, () => string[]]>([
    [
      'the handler',
      ({ heading }) => HANDLER.includes(heading),
      () => membersOf('core', 'AuthHandlerOptions'),
    ],
    [
      'an input at sign-up',
      isBelow('Sign-up fields'),
      // The name is the key of the input, not an option.
      () => membersOf('core', 'SignUpInput', 'SignUpField').filter((name) => name !== 'name'),
    ],
    ['pages', isBelow('Pages'), () => membersOf('core', 'FlowPages')],
    ['SvelteKit', isBelow('SvelteKit', 'latchkey('), () => membersOf('sveltekit', 'LatchkeyOptions')],
    ['guard', isBelow('SvelteKit', '`guard`:'), () => membersOf('sveltekit', 'GuardOptions')],
    [
      'the other packages',
      isBelow('Next.js, React Router, TanStack Start, Astro and Node', '@latchkey/next'),
      () => membersOf('core', 'AdapterOptions'),
    ],
    [
      'Astro',
      isBelow('Next.js, React Router, TanStack Start, Astro and Node', 'integration'),
      () => membersOf('astro', 'IntegrationOptions'),
    ],
    ['the client', isBelow('The client', 'createClient'), () => membersOf('core', 'ApiOptions')],
    ['a call', isBelow('The client', 'Each call'), () => membersOf('core', 'CallOptions')],
    [
      'Redis',
      isBelow('Storage for several instances', 'redis'),
      () => membersOf('core', 'RedisCoordinatorOptions'),
    ],
    [
      'PostgreSQL',
      isBelow('Storage for several instances', 'postgres'),
      () => membersOf('core', 'PostgresCoordinatorOptions'),
    ],
    [
      'webhooks',
      isBelow('Webhooks and transport', 'createWebhookVerifier'),
      () => membersOf('core', 'WebhookVerifierOptions'),
    ],
    [
      'the transport',
      isBelow('Webhooks and transport', 'nodeTransport'),
      () => membersOf('core', 'NodeTransportOptions'),
    ],
    [
      'the provider',
      isBelow('The React provider', '<AuthProvider>'),
      () => membersOf('react', 'AuthProviderProps', 'AuthUrls', 'UiSettings'),
    ],
    [
      'the browser client',
      isBelow('The React provider', 'createAuthClient'),
      () => membersOf('core', 'AuthClientOptions'),
    ],
    ['the local server', isBelow('The local server'), () => membersOf('emulator', 'EmulatorOptions')],
  ])('lists every option of %s, and no others', (_name, isIts, members) => {
    const documented = tables.filter(isIts).flatMap((table) => namesIn(table))
    expect(documented.sort()).toEqual(members().sort())
  })

  it('has a default, a description and an example for every option of the handler', () => {
    const handler = tables.filter(({ heading }) => [...HANDLER, 'Sign-up fields', 'Pages'].includes(heading))
    const incomplete = handler.flatMap(({ heading, columns, rows }) => {
      const missing = ['option', 'default', 'what', ...(heading === 'Pages' ? [] : ['example'])].filter(
        (column) => !columns.some((name) => name.startsWith(column)),
      )
      const empty = rows.filter(
        (row) => row.length !== columns.length || row.some((cell) => cell.trim() === ''),
      )
      return [...missing.map((column) => `${heading}: no ${column}`), ...empty.map(([name]) => name)]
    })
    expect(incomplete).toEqual([])
  })

  it('has no table that is not compared with a type', () => {
    const headings = new Set([
      ...HANDLER,
      'Sign-up fields',
      'Pages',
      'SvelteKit',
      'Next.js, React Router, TanStack Start, Astro and Node',
      'The client',
      'Storage for several instances',
      'Webhooks and transport',
      'The React provider',
      'The local server',
    ])
    expect(tables.map(({ heading }) => heading).filter((heading) => !headings.has(heading))).toEqual([])
  })

  it('lists every flag of the command, and no others', () => {
    const files = filesLike('packages/emulator/src/emulator/cli/*.ts')
    const help = files.map((path) => readFileSync(join(root, path), 'utf8')).join('\n')
    const flags = [...help.matchAll(/^\s+(?:'|`)?(--[a-z-]+)(?=[ \n])/gm)].map(([, flag = '']) => flag)
    const documented = tables.filter(isBelow('The local server')).flatMap((table) => namesIn(table, 1))
    expect([...new Set(documented)].sort()).toEqual(
      [...new Set(flags)].filter((flag) => flag !== '--help').sort(),
    )
  })
})

describe('the SvelteKit guide', () => {
  it('KIT-12: lists every account form', () => {
    const [table] = tablesIn('docs/guides/sveltekit.md').filter(({ columns }) => columns[0] === 'form action')
    const actions = Object.keys(ACCOUNT_FORMS)
    expect(actions.length).toBeGreaterThan(20)
    expect(namesIn(table as Table).sort()).toEqual(actions.sort())
  })
})
