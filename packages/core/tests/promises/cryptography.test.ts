import ts from 'typescript'
import { describe, expect, it } from 'vitest'
import { nodesOf, parse, placeOf, type Source, serverSources } from './source.ts'

/** The only module with cryptography, and the webhook verifier, whose HMAC is not used anywhere else. */
const ALLOWED = ['packages/core/src/base/cryptography.ts', 'packages/core/src/webhooks/verify-webhook.ts']

const LIBRARY = /^(crypto|jose|crypto-js|sjcl|tweetnacl|bcrypt(js)?|argon2|@noble\/.+)$/

const isModuleName = ({ parent }: ts.Node) => ts.isImportDeclaration(parent) || ts.isExportDeclaration(parent)

function usesAlgorithm(node: ts.Node): boolean {
  if (!ts.isStringLiteralLike(node)) return ts.isIdentifier(node) && node.text === 'subtle'
  return node.text === 'node:crypto' || (isModuleName(node) && LIBRARY.test(node.text))
}

function usesMathRandom(node: ts.Node): boolean {
  return (
    ts.isPropertyAccessExpression(node) && node.expression.getText() === 'Math' && node.name.text === 'random'
  )
}

const places = (source: Source, rule: (node: ts.Node) => boolean) =>
  [...nodesOf(source.tree)].filter(rule).map((node) => placeOf(source, node))

describe('cryptography', { timeout: 30_000 }, () => {
  const sources = serverSources()

  it('G7 is done in one module', () => {
    const elsewhere = sources.filter(({ path }) => !ALLOWED.includes(path))
    expect(elsewhere.flatMap((source) => places(source, usesAlgorithm))).toEqual([])
  })

  it('G7 never uses Math.random', () => {
    expect(sources.flatMap((source) => places(source, usesMathRandom))).toEqual([])
  })

  it('is found by these rules in all its forms', () => {
    const source = parse(
      'sample.ts',
      [
        `import { createHmac } from 'node:crypto'`,
        `await globalThis.crypto.subtle.digest('SHA-256', data)`,
        `const { subtle } = crypto`,
        `import { SignJWT } from 'jose'`,
        `const jitter = Math.random()`,
        `crypto.randomUUID()`,
      ].join('\n'),
    )
    expect(places(source, usesAlgorithm)).toEqual([
      'sample.ts:1',
      'sample.ts:2',
      'sample.ts:3',
      'sample.ts:4',
    ])
    expect(places(source, usesMathRandom)).toEqual(['sample.ts:5'])
  })
})
