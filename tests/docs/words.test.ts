import { describe, expect, it } from 'vitest'
import { wrongNames, wrongWords } from '../../scripts/check-words.mjs'

describe('the word lint', () => {
  it('checks documents and the comments in their code blocks, but not the code itself', () => {
    const text = [
      'Somebody asks the service.',
      '`somebody` in code',
      '```ts',
      'const anew = 1 // anew',
      '```',
      '```sh',
      'anew --anew # whoever',
      '```',
      'All good.',
    ].join('\n')
    expect(wrongWords('docs/sample.md', text)).toEqual([
      'docs/sample.md:1 "Somebody": write a user, someone',
      'docs/sample.md:1 "the service": write the API',
      'docs/sample.md:4 "anew": write again',
      'docs/sample.md:7 "whoever": write users who, anyone who',
    ])
  })

  it('checks comments and texts in source files, but not names', () => {
    const text = [
      '/** Signs somebody in. */',
      "const url = 'http://example.test/anew' // somebody reads this later",
      "const mails = list('mails')",
      "throw new Error('The mail was sent anew')",
      'const sql = `select mails from the mail`',
      `const shown = \`\${mails.length} emails of \${the} box\``,
    ].join('\n')
    expect(wrongWords('packages/react/src/sample.ts', text)).toEqual([
      'packages/react/src/sample.ts:1 "somebody": write a user, someone',
      'packages/react/src/sample.ts:2 "somebody": write a user, someone',
      'packages/react/src/sample.ts:4 "anew": write again',
      'packages/react/src/sample.ts:4 "The mail": write emails, emailed',
    ])
  })

  it('checks the titles of tests, but not their test data', () => {
    const text = [
      "describe('whoever may not enter', () => {",
      "  it.each(['anew'])('tells somebody %s', (word) => {",
      "    expect(mail('the mail was sent anew')).toBe(word)",
      '  })',
      '})',
    ].join('\n')
    expect(wrongWords('packages/core/tests/sample.test.ts', text)).toEqual([
      'packages/core/tests/sample.test.ts:1 "whoever": write users who, anyone who',
      'packages/core/tests/sample.test.ts:1 "may not enter": write is not a member',
      'packages/core/tests/sample.test.ts:2 "somebody": write a user, someone',
    ])
  })

  it('checks the markup of components, where text can look like a comment', () => {
    const svelte = ['<script>', '  // anew', '</script>', '<!-- anew -->', '<p>Invite somebody</p>'].join(
      '\n',
    )
    expect(wrongWords('packages/sveltekit/src/sample.svelte', svelte)).toEqual([
      'packages/sveltekit/src/sample.svelte:2 "anew": write again',
      'packages/sveltekit/src/sample.svelte:4 "anew": write again',
      'packages/sveltekit/src/sample.svelte:5 "somebody": write a user, someone',
    ])
    const jsx = 'export const sample = (\n  <p>\n    Invite somebody {/* anew */}\n  </p>\n)'
    expect(wrongWords('packages/react/src/sample.tsx', jsx)).toEqual([
      'packages/react/src/sample.tsx:3 "anew": write again',
      'packages/react/src/sample.tsx:3 "somebody": write a user, someone',
    ])
  })

  it.each([
    ['in the meantime', 'Wait in the meantime.'],
    ['service workers', 'Register the service worker.'],
    ['enrollment', 'The enrollment of a factor.'],
  ])('accepts %s', (_name, text) => {
    expect(wrongWords('docs/sample.md', text)).toEqual([])
  })
})

describe('the name lint', () => {
  const namesIn = (path: string, lines: string[]) => wrongNames(path, lines.join('\n'))

  it('checks the names that a file declares', () => {
    const lines = [
      'export interface FetchAnswer { toldAt: number; send(mail: string): void }',
      'const { status: kept } = read()',
      'for (const somebody of list) {}',
      'type Of<World> = World',
    ]
    expect(namesIn('packages/core/src/sample.ts', lines)).toEqual([
      'packages/core/src/sample.ts:1 name "FetchAnswer": write response, result',
      'packages/core/src/sample.ts:1 name "toldAt": write reported, hasWarned',
      'packages/core/src/sample.ts:1 name "mail": write email',
      'packages/core/src/sample.ts:2 name "kept": write stored, retained, pending',
      'packages/core/src/sample.ts:3 name "somebody": write user',
      'packages/core/src/sample.ts:4 name "World": write fixture',
    ])
  })

  it('checks components and file names', () => {
    expect(
      namesIn('packages/sveltekit/src/who.svelte', ['<script>', '  let answer = 1', '</script>']),
    ).toEqual(['packages/sveltekit/src/who.svelte:2 name "answer": write response, result'])
    expect(namesIn('packages/core/tests/signed-in-world.ts', [''])).toEqual([
      'packages/core/tests/signed-in-world.ts:1 name "signed-in-world": write fixture',
    ])
  })

  it('ignores names from the API and from other packages', () => {
    const lines = [
      "import { answer } from 'elsewhere'",
      'answer.kept = row.answer_sealed',
      'interface Row { answer_sealed: string; mailbox: string; broadcast: string }',
    ]
    expect(namesIn('packages/emulator/src/sample.ts', lines)).toEqual([])
  })
})
