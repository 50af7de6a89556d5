import ts from 'typescript'
import { describe, expect, it } from 'vitest'
import { parseSource, type SourceFile, sourcesOf } from './sources.ts'

/** How many lines hold code: neither blank nor comment alone. */
function linesOfCode({ tree }: SourceFile): number {
  const lines = new Set<number>()
  const visit = (node: ts.Node): void => {
    const children = node.getChildren(tree)
    if (children.length === 0 && node.getWidth(tree) > 0) addLines(node)
    for (const child of children) if (!ts.isJSDoc(child)) visit(child)
  }
  const addLines = (node: ts.Node) => {
    const lineAt = (position: number) => tree.getLineAndCharacterOfPosition(position).line
    for (let line = lineAt(node.getStart(tree)); line <= lineAt(node.getEnd()); line += 1) lines.add(line)
  }
  visit(tree)
  return lines.size
}

describe('an adapter is thin', () => {
  it('says all that SvelteKit needs in at most 1,220 lines, components aside', () => {
    const files = sourcesOf('sveltekit')
    const sizes = files
      .filter(({ path }) => !path.endsWith('/testing.ts') && !path.includes('/ui/'))
      .map((file) => [file.path, linesOfCode(file)] as const)
    const total = sizes.reduce((sum, [, lines]) => sum + lines, 0)
    expect(total, JSON.stringify(Object.fromEntries(sizes), undefined, 2)).toBeLessThanOrEqual(1220)
  })

  it('says all that Next needs in at most 650 lines', () => {
    const sizes = sourcesOf('next').map((file) => [file.path, linesOfCode(file)] as const)
    const total = sizes.reduce((sum, [, lines]) => sum + lines, 0)
    expect(total, JSON.stringify(Object.fromEntries(sizes), undefined, 2)).toBeLessThanOrEqual(650)
  })

  // Astro's has its components for islands as well, which share a client without a provider around them.
  it.each([
    ['react-router', 280],
    ['tanstack-start', 330],
    ['astro', 340],
  ] as const)('says all that %s needs in at most %i lines', (name, limit) => {
    const sizes = sourcesOf(name).map((file) => [file.path, linesOfCode(file)] as const)
    const total = sizes.reduce((sum, [, lines]) => sum + lines, 0)
    expect(total, JSON.stringify(Object.fromEntries(sizes), undefined, 2)).toBeLessThanOrEqual(limit)
  })

  it('is counted without blank lines and comments', () => {
    const text = [
      `/** Says it. */`,
      `import { a } from 'a' // why`,
      ``,
      `// on its own`,
      `const b = \`one`,
      `two\``,
      `/*`,
      `  const c = 1`,
      `*/`,
      `export function d() {`,
      `  /** Inside. */`,
      `  return a + b`,
      `}`,
    ].join('\n')
    expect(linesOfCode(parseSource('sample.ts', text))).toBe(6)
  })
})
