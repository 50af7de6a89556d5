import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { root } from '../architecture/sources.ts'

const tracked = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
  cwd: root,
  encoding: 'utf8',
}).split('\n')

/** Names that are only examples, such as names that a file should not have. */
const EXAMPLES = ['utils.ts', 'helpers.ts', 'types.ts']
const NAMED = /`((?:[\w.*<>-]+\/)*[\w.*<>-]+\.(?:ts|tsx|mjs|svelte|css|yaml|toml))`/g

/** Files that a text names in backticks but that do not exist. `*` and `<aggregate>` match any name. */
function missing(text: string): string[] {
  const names = [...text.matchAll(NAMED)].map(([, name = '']) => name)
  return names.filter((name) => {
    const pattern = name.replace(/[.+]/g, '\\$&').replace(/\*|<\w+>/g, '[\\w-]*')
    const end = new RegExp(`(^|/)${pattern}$`)
    return !EXAMPLES.includes(name) && !tracked.some((path) => end.test(path))
  })
}

describe('the files that documents for contributors name exist', () => {
  it.each(['ARCHITECTURE.md', 'CONTRIBUTING.md', 'SECURITY.md', 'GOVERNANCE.md'])('%s', (path) => {
    expect(missing(readFileSync(join(root, path), 'utf8'))).toEqual([])
  })

  it('a missing file is reported', () => {
    expect(missing('`flow/machine.ts`, `*-transition.ts`, `<aggregate>.ts` and `flow/gone.ts`')).toEqual([
      'flow/gone.ts',
    ])
  })
})
