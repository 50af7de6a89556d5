import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import ts from 'typescript'
import { describe, expect, it } from 'vitest'
import { root, sourcesOf } from '../architecture/sources.ts'
import { tablesIn } from './tables.ts'

const PAGE = 'docs/reference/errors.md'
const tables = tablesIn(PAGE).filter(({ columns }) => columns[0] === 'code')
const core = sourcesOf('core')
const API = [
  'Any call',
  'Users',
  'Verification codes and email changes',
  'Passwords',
  'Organizations and memberships',
  'Invitations',
  'Authentication',
  'Roles, API keys and domains',
  'Settings of the environment',
]

/** The members of a union of literals, the elements of an array of literals, or the keys of an object, by its declared name. */
function codesOf(name: string): string[] {
  for (const { tree } of core) {
    for (const statement of tree.statements) {
      if (ts.isTypeAliasDeclaration(statement) && statement.name.text === name)
        return literalsIn(statement.type)
      if (!ts.isVariableStatement(statement)) continue
      const [declaration] = statement.declarationList.declarations
      if (declaration?.name.getText() === name && declaration.initializer)
        return literalsIn(declaration.initializer)
    }
  }
  throw new Error(`core declares no ${name}`)
}

function literalsIn(node: ts.Node): string[] {
  if (ts.isAsExpression(node) || ts.isSatisfiesExpression(node)) return literalsIn(node.expression)
  if (ts.isUnionTypeNode(node)) return node.types.flatMap(literalsIn)
  if (ts.isLiteralTypeNode(node)) return literalsIn(node.literal)
  if (ts.isArrayLiteralExpression(node)) return node.elements.flatMap(literalsIn)
  if (ts.isObjectLiteralExpression(node)) return node.properties.map(({ name }) => name?.getText() ?? '')
  return ts.isStringLiteral(node) ? [node.text] : []
}

const NEW_CODE =
  'Add the code to `apiErrorCodes` in packages/core/src/errors/api-error-code.ts, or the client reports `unrecognized`; ' +
  `then add it to ${PAGE}, with its cause and fix.`

/** The codes that docstrings name after "Fails with `ApiError`". */
function refusalsIn(text: string): string[] {
  const sentences = text.matchAll(/Fails with `ApiError`([^.]*?)(?:`ConfigError`|`TransportError`|\.)/g)
  return [...sentences].flatMap(([, codes = '']) =>
    [...codes.matchAll(/`([a-z_]+)`/g)].map(([, code = '']) => code),
  )
}

describe('the page of error codes', () => {
  it.each([
    ['ConfigErrorCode', ['ConfigError']],
    ['SessionErrorCode', ['SessionError']],
    ['TransportErrorCode', ['TransportError']],
    ['apiErrorCodes', API],
    ['FAULTS', ['Operator codes']],
    ['FLOW_ERROR_MESSAGES', ['Codes that users see']],
  ])('lists every code of %s once, and no others', (name, headings) => {
    const rows = tables.filter(({ heading }) => headings.includes(heading)).flatMap((table) => table.rows)
    const codes = rows.map(([code = '']) => code.replaceAll('`', ''))
    expect(codes.sort()).toEqual(codesOf(name).sort())
  })

  it('lists every code that the docstrings of client operations name', () => {
    const known = codesOf('apiErrorCodes')
    const named = core
      .filter(({ path }) => path.startsWith('packages/core/src/api/'))
      .flatMap(({ path, text }) => refusalsIn(text).map((code) => ({ path, code })))
    expect(named.length).toBeGreaterThan(150)
    expect(
      named.filter(({ code }) => !known.includes(code)),
      NEW_CODE,
    ).toEqual([])
  })

  it('has a cause and a fix for each code', () => {
    const rows = tables.filter(({ columns }) => columns.length === 3).flatMap(({ rows }) => rows)
    expect(rows.length).toBeGreaterThan(200)
    expect(rows.filter((cells) => cells.length !== 3 || cells.some((cell) => cell === ''))).toEqual([])
  })

  it('lists every event of the handler', () => {
    const event = core.flatMap(({ text }) => {
      const [, union = ''] = /export type HandlerEvent =([\s\S]*?)\n\n/.exec(text) ?? []
      return [...union.matchAll(/type: '(\w+)'/g)].map(([, type = '']) => type)
    })
    expect(event.length).toBeGreaterThan(5)
    const page = readFileSync(join(root, PAGE), 'utf8')
    expect(event.filter((type) => !page.includes(`\`${type}\``))).toEqual([])
  })
})
