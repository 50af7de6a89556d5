import ts from 'typescript'
import { describe, expect, it } from 'vitest'
import { nodesOf, parse, placeOf, type Source, serverSources } from './source.ts'

/** Module-level state that cannot contain user data, with the reason. */
const HARMLESS: Record<string, string> = {
  'packages/core/src/api/default-api.ts settings': 'the key and client ID of the program',
  'packages/core/src/api/default-api.ts made': 'the client that is created with these settings',
  'packages/core/src/api/request/wire.ts snakeNames': 'a bounded number of spellings of field names',
  'packages/core/src/api/request/wire.ts camelNames': 'a bounded number of spellings of field names',
  'packages/core/src/pages/mounted-handler.ts shared':
    'leases and marks by the hash of a session, as in every coordinator',
  'packages/core/src/brand/adopt.ts adopted': 'style sheets of a page, which do not exist on a server',
  'packages/react/src/auth-context.ts shared': 'the context itself; each tree has its own values',
  'packages/core/src/session/auth.ts signedOutValues': 'one frozen value per reason',
  'packages/core/src/locales/initial.ts segmenter': 'the segmenter for text, created once',
  'packages/sveltekit/src/endpoints.ts known': 'the files of the app',
  'packages/sveltekit/src/client-of-page.ts client':
    'the page of one browser; effects do not run on a server',
  'packages/react/src/testing/render-with-auth.tsx mounted': 'pages of tests, which do not run on a server',
}

const MUTATORS = new Set(['set', 'add', 'delete', 'clear', 'push', 'unshift', 'splice', 'pop', 'shift'])

/** The variables at the top level of a module. Those declared with `let` can be reassigned. */
function declaredAtTop({ tree }: Source) {
  return tree.statements.filter(ts.isVariableStatement).flatMap(({ declarationList }) =>
    declarationList.declarations
      .filter((declaration) => ts.isIdentifier(declaration.name))
      .map((declaration) => ({
        name: declaration.name.getText(tree),
        declaration,
        isReassignable: (declarationList.flags & ts.NodeFlags.Const) === 0,
        // Entries of a weak map live only as long as their keys.
        isWeak: /^new Weak(Map|Set)\b/.test(declaration.initializer?.getText(tree) ?? ''),
      })),
  )
}

const innermost = (node: ts.Expression): ts.Expression =>
  ts.isPropertyAccessExpression(node) || ts.isElementAccessExpression(node)
    ? innermost(node.expression)
    : node

/** The name of the variable that an expression modifies, if any. */
function written(node: ts.Node): string | undefined {
  if (ts.isCallExpression(node) && ts.isPropertyAccessExpression(node.expression)) {
    const { expression, name } = node.expression
    return MUTATORS.has(name.text) ? innermost(expression).getText() : undefined
  }
  if (!ts.isBinaryExpression(node)) return undefined
  const operator = node.operatorToken.kind
  const assigns = operator >= ts.SyntaxKind.FirstAssignment && operator <= ts.SyntaxKind.LastAssignment
  const isMember = ts.isPropertyAccessExpression(node.left) || ts.isElementAccessExpression(node.left)
  return assigns && isMember ? innermost(node.left).getText() : undefined
}

/** Passing an empty map to a function counts as a write, because the function can only fill it. */
const passedOn = (node: ts.Node) =>
  ts.isCallExpression(node) ? node.arguments.filter(ts.isIdentifier).map(({ text }) => text) : []

function mutableState(source: Source): string[] {
  const nodes = [...nodesOf(source.tree)]
  const writes = new Set(nodes.map(written).filter((name) => name !== undefined))
  const passed = new Set(nodes.flatMap(passedOn))
  return declaredAtTop(source)
    .filter(({ name, declaration, isReassignable, isWeak }) => {
      const isEmpty = /^(new (Map|Set)\b[^(]*\(\)|\[\]|\{\})$/.test(
        declaration.initializer?.getText(source.tree) ?? '',
      )
      return isReassignable || (!isWeak && (writes.has(name) || (isEmpty && passed.has(name))))
    })
    .map(({ name, declaration }) =>
      `${source.path} ${name}` in HARMLESS ? '' : `${placeOf(source, declaration)} ${name}`,
    )
    .filter((place) => place !== '')
}

describe('module scope', { timeout: 30_000 }, () => {
  it('G9 contains no variable that a request could modify', () => {
    expect(serverSources().flatMap(mutableState)).toEqual([])
  })

  it('is searched by these rules', () => {
    const source = parse(
      'sample.ts',
      [
        `let current: User | undefined`,
        `const users = new Map<string, User>()`,
        `const last = { user: undefined }`,
        `const seen = new Set()`,
        `const fixed = new Set(['a'])`,
        `const byRequest = new WeakMap()`,
        `function remember(user) { users.set(user.id, user); last.user = user; byRequest.set(user, 1); fill(seen) }`,
      ].join('\n'),
    )
    expect(mutableState(source)).toEqual([
      'sample.ts:1 current',
      'sample.ts:2 users',
      'sample.ts:3 last',
      'sample.ts:4 seen',
    ])
  })
})
