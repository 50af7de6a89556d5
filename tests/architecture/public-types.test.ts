import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import ts from 'typescript'
import { describe, expect, it } from 'vitest'
import { PACKAGES, root } from './sources.ts'

/** Where declarations say `any`. */
function anyIn(path: string, text: string): string[] {
  const tree = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true)
  const places: string[] = []
  const visit = (node: ts.Node): void => {
    // The compiler of Svelte writes this one into each component with a type parameter.
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

describe('public types', () => {
  it.each(PACKAGES)('of %s say nothing by `any`', (name) => {
    const files = globSync(`packages/${name}/dist/**/*.d.{ts,cts}`, { cwd: root })
    expect(files.length).toBeGreaterThan(0)
    expect(files.flatMap((path) => anyIn(path, readFileSync(join(root, path), 'utf8')))).toEqual([])
  })

  it('are searched for `any` as a type, not as a word', () => {
    const text = `/** any */\nexport declare const any: string\nexport type Loose = Record<string, any>`
    expect(anyIn('sample.d.ts', text)).toEqual(['sample.d.ts:3 Record<string, any>'])
  })
})
