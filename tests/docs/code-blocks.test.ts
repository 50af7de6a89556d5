import { describe, expect, it } from 'vitest'
import { blocksIn, documentedCode, isBuiltAsInstalled } from './code-blocks.ts'
import { problemsIn } from './compile.ts'
import { MOVES, stepsIn } from './moving-an-app.ts'

const LANGUAGES = new Set(['ts', 'tsx', 'svelte'])

describe('code in documents', () => {
  const blocks = documentedCode()

  it('compiles with the built packages', () => {
    // Files of an app that import each other are compiled as part of that app.
    const steps = Object.values(MOVES).flatMap(({ page, heading }) => stepsIn(page, heading))
    const inAnApp = new Set(steps.map(({ code }) => code))
    const ours = blocks.filter(
      (block) => LANGUAGES.has(block.language) && !isBuiltAsInstalled(block) && !inAnApp.has(block.code),
    )
    expect(ours.length).toBeGreaterThan(10)
    expect(problemsIn(ours)).toEqual([])
  })

  it('is valid JSON if it is marked as JSON', () => {
    for (const { document, line, language, code } of blocks) {
      if (language === 'json') expect(() => JSON.parse(code), `${document}:${line}`).not.toThrow()
    }
  })

  it('is found in all languages, and its errors are reported', () => {
    const text = [
      'Words.',
      '```ts',
      `import { createClient } from '@latchkey/core/server'`,
      'createClient().getUzer()',
      '```',
      '```svelte',
      '<script lang="ts">let count: number = "many"</script>',
      '{#if count}',
      '```',
      '```tsx',
      'if (request) return <Invoices />',
      '```',
    ].join('\n')
    const sample = blocksIn('sample.md', text)
    expect(sample.map(({ line, language }) => [line, language])).toEqual([
      [3, 'ts'],
      [7, 'svelte'],
      [11, 'tsx'],
    ])
    const problems = problemsIn(sample)
    expect(problems.map((problem) => problem.split(' ', 1)[0])).toEqual([
      'sample.md:3',
      'sample.md:7',
      'sample.md:7',
    ])
  })
})
