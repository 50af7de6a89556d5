import { globSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import ts from 'typescript'
import { beforeAll, describe, expect, it } from 'vitest'
import { requireBuilt } from '../../scripts/check-built.mjs'
import { PACKAGES, root } from './sources.ts'

beforeAll(() => requireBuilt())

/** The places in declarations that use `any`. */
function anyIn(path: string, text: string): string[] {
  const tree = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true)
  const places: string[] = []
  const visit = (node: ts.Node): void => {
    // The Svelte compiler generates this one for each component with a type parameter.
    const isOfCompiler = node.parent?.getText(tree) === '__sveltets_Render<any>'
    if (node.kind === ts.SyntaxKind.AnyKeyword && !isOfCompiler) {
      const { line } = tree.getLineAndCharacterOfPosition(node.getStart(tree))
      places.push(`${path}:${line + 1} ${node.parent.getText(tree)}`)
    }
    ts.forEachChild(node, visit)
  }
  visit(tree)
  return places
}

/** The packages that a declaration file imports, directly or through other files of the package. */
function importsFrom(path: string, seen = new Set<string>()): string[] {
  if (seen.has(path)) return []
  seen.add(path)
  const text = readFileSync(join(root, path), 'utf8')
  const found = [...text.matchAll(/(?:from|import) '([^']+)'/g)].map(([, name = '']) => name)
  const beside = found.filter((name) => name.startsWith('./'))
  return [
    ...found.filter((name) => !name.startsWith('.')),
    ...beside.flatMap((name) => importsFrom(join(dirname(path), name.replace(/\.js$/, '.d.ts')), seen)),
  ]
}

describe('public types', () => {
  it.each(PACKAGES)('of %s do not use `any`', (name) => {
    const files = globSync(`packages/${name}/dist/**/*.d.{ts,cts}`, { cwd: root })
    expect(files.length).toBeGreaterThan(0)
    expect(files.flatMap((path) => anyIn(path, readFileSync(join(root, path), 'utf8')))).toEqual([])
  })

  it.each(['express', 'fastify', 'hono'])('of @latchkey/node/%s import no other framework', (name) => {
    const needed = importsFrom(`packages/node/dist/${name}.d.ts`)
    expect(needed).toContain(name)
    expect(needed.filter((one) => ['express', 'fastify', 'hono'].includes(one))).toEqual([name])
  })

  it('are searched for the type `any`, not the word', () => {
    const text = `/** any */\nexport declare const any: string\nexport type Loose = Record<string, any>`
    expect(anyIn('sample.d.ts', text)).toEqual(['sample.d.ts:3 Record<string, any>'])
  })
})
