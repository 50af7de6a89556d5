import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { build } from 'esbuild'
import { describe, expect, it } from 'vitest'
import { exportOf, LANGUAGES } from '../languages.ts'
import { sheetsOf } from '../styles.ts'

const root = fileURLToPath(new URL('..', import.meta.url))

const kB = (text: string) => gzipSync(text, { level: 9 }).length / 1_000

async function bundle(contents: string): Promise<string> {
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: root },
    bundle: true,
    minify: true,
    write: false,
    format: 'esm',
    target: 'es2022',
    charset: 'utf8',
    platform: 'browser',
  })
  return outputFiles.map(({ text }) => text).join('')
}

describe('the size of a page, minified and gzipped', () => {
  it('the style sheet stays within 8 kB', async () => {
    const sheets = await sheetsOf(await readFile(`${root}src/styles.css`, 'utf8'))
    for (const text of Object.values(sheets)) expect(kB(text)).toBeLessThanOrEqual(8)
  })

  it('the English texts of the flows and their errors stay within 3 kB, without the account texts', async () => {
    const text = await bundle(`export { errorText, flowText } from './src/text.ts'`)
    expect(kB(text)).toBeLessThanOrEqual(3)
    expect(text).not.toContain('Manage account')
  })

  it.each(LANGUAGES)(
    'the language %s stays within its budget, and a sign-in page needs less of it',
    async (tag) => {
      const name = exportOf(tag)
      const kBOf = async (names: string) =>
        kB(await bundle(`export { ${names} } from './src/locales/${tag}.ts'`))
      expect(await kBOf(name)).toBeLessThanOrEqual(4)
      expect(await kBOf(`${name}SignIn`)).toBeLessThanOrEqual(3.5)
    },
  )
})
