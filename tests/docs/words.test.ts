import { describe, expect, it } from 'vitest'
import { wrongWords } from '../../scripts/check-words.mjs'

describe('the lint for words', () => {
  it('finds words in documents, and leaves code alone', () => {
    const text = [
      'Somebody asks the service.',
      '`somebody` in code',
      '```ts',
      'const anew = 1',
      '```',
      'All good.',
    ].join('\n')
    expect(wrongWords('docs/sample.md', text)).toEqual([
      'docs/sample.md:1 "Somebody": write a user, someone',
      'docs/sample.md:1 "the service": write the API',
    ])
  })

  it('finds words in docstrings and texts of sources, and leaves names alone', () => {
    const text = [
      '/** Signs somebody in. */',
      '// somebody reads comments later',
      "const mails = list('mails')",
      "throw new Error('The mail was sent anew')",
      'const sql = `select mails from the mail`',
      `const shown = \`\${mails.length} emails of \${the} box\``,
    ].join('\n')
    expect(wrongWords('packages/react/src/sample.ts', text)).toEqual([
      'packages/react/src/sample.ts:1 "somebody": write a user, someone',
      'packages/react/src/sample.ts:4 "anew": write again',
      'packages/react/src/sample.ts:4 "The mail": write emails, emailed',
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
