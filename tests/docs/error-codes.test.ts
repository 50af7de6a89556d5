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
  'Feature flags and audit logs',
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

/** The position of the code among the arguments of the functions that refuse a request. */
const POSITIONS = new Map([
  ['fail', 1],
  ['failOAuth', 0],
  ['failWithErrors', 1],
])

/** The refusals in the sources of the local server: `text` is the expression of the code, `codes` its possible values. */
function refusalsOfServer(): Array<{ path: string; text: string; codes: string[] }> {
  // Everything outside `engine` is not part of the API.
  const engine = sourcesOf('emulator').filter(({ path }) => path.startsWith('packages/emulator/src/engine/'))
  return engine.flatMap(({ path, tree }) => {
    const found: Array<{ path: string; text: string; codes: string[] }> = []
    const add = (code: ts.Node | undefined) =>
      code && found.push({ path, text: code.getText(), codes: valuesOf(code) })
    const visit = (node: ts.Node): void => {
      if (ts.isCallExpression(node)) {
        const position = POSITIONS.get(node.expression.getText())
        if (position !== undefined) add(node.arguments[position])
      }
      const isListed = ts.isPropertyAssignment(node) && node.name.getText() === 'refusals'
      if (isListed && ts.isObjectLiteralExpression(node.initializer)) {
        for (const listed of node.initializer.properties)
          if (ts.isPropertyAssignment(listed) && ts.isArrayLiteralExpression(listed.initializer))
            listed.initializer.elements.filter(ts.isStringLiteral).forEach(add)
      }
      ts.forEachChild(node, visit)
    }
    if (!path.endsWith('/base/failure.ts')) visit(tree)
    return found
  })
}

/** The values that an expression can have: a literal, one of two, a constant, a field or an entry of a table with literals. */
function valuesOf(node: ts.Node): string[] {
  if (ts.isConditionalExpression(node)) return [node.whenTrue, node.whenFalse].flatMap(valuesOf)
  if (!ts.isIdentifier(node)) return literalsIn(node)
  const declaration = declarationOf(node)
  if (declaration === undefined) return []
  if (ts.isVariableDeclaration(declaration))
    return declaration.initializer === undefined ? [] : valuesOf(declaration.initializer)
  if (ts.isParameter(declaration)) return declaration.type === undefined ? [] : literalsIn(declaration.type)
  const pattern = declaration.parent
  const owner = pattern.parent
  if (ts.isArrayBindingPattern(pattern) && ts.isVariableDeclaration(owner)) {
    const index = pattern.elements.indexOf(declaration)
    return entriesOf(owner.initializer).flatMap((entry) => valuesOf(entry.elements[index] ?? entry))
  }
  return ts.isParameter(owner) ? fieldOf(owner.type, declaration.getText()) : []
}

/** The declaration of a name in the innermost function or file around its use. */
function declarationOf(use: ts.Identifier) {
  let found: ts.VariableDeclaration | ts.ParameterDeclaration | ts.BindingElement | undefined
  for (let scope: ts.Node = use.parent; scope !== undefined && found === undefined; scope = scope.parent) {
    const isScope = ts.isFunctionLike(scope) || ts.isSourceFile(scope) || ts.isBlock(scope)
    if (!isScope) continue
    const visit = (node: ts.Node): void => {
      const declares = ts.isVariableDeclaration(node) || ts.isParameter(node) || ts.isBindingElement(node)
      if (declares && node.name.getText() === use.text) found ??= node
      ts.forEachChild(node, visit)
    }
    visit(scope)
  }
  return found
}

/** The arrays in the table of the file that an expression such as `TABLE[key]` reads. */
function entriesOf(node: ts.Node | undefined): ts.ArrayLiteralExpression[] {
  if (node === undefined || !ts.isElementAccessExpression(node) || !ts.isIdentifier(node.expression))
    return []
  const declaration = declarationOf(node.expression)
  if (declaration?.initializer === undefined) return []
  const found: ts.ArrayLiteralExpression[] = []
  const visit = (child: ts.Node): void => {
    if (ts.isArrayLiteralExpression(child)) found.push(child)
    else ts.forEachChild(child, visit)
  }
  visit(declaration.initializer)
  return found
}

/** The literals that the type of a field allows, for an interface of the same file. */
function fieldOf(type: ts.TypeNode | undefined, field: string): string[] {
  const [name = ''] = /^\w+/.exec(type?.getText() ?? '') ?? []
  const statements = type?.getSourceFile().statements ?? []
  const declared = statements.find(
    (statement) => ts.isInterfaceDeclaration(statement) && statement.name.text === name,
  ) as ts.InterfaceDeclaration | undefined
  const member = declared?.members.find((one) => one.name?.getText() === field)
  return member !== undefined && ts.isPropertySignature(member) && member.type ? literalsIn(member.type) : []
}

describe('the error codes of the local server', () => {
  const refusals = refusalsOfServer()

  it('can be read from its sources', () => {
    expect(refusals.length).toBeGreaterThan(150)
    expect(
      refusals.filter(({ codes }) => codes.length === 0).map(({ path, text }) => `${path}: ${text}`),
      'Write the code as a literal, or give the variable a type that is a union of literals.',
    ).toEqual([])
  })

  it('are codes that core knows', () => {
    const known = codesOf('apiErrorCodes')
    const unknown = refusals.flatMap(({ path, codes }) =>
      codes.filter((code) => !known.includes(code)).map((code) => `${path}: ${code}`),
    )
    expect(unknown, `Use a code of the API, or: ${NEW_CODE}`).toEqual([])
  })
})
