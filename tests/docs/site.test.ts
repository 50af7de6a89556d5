import { existsSync, globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, normalize } from 'node:path'
import { inflateSync } from 'node:zlib'
import { Application, type ProjectReflection } from 'typedoc'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { entriesOf } from '../architecture/entries.ts'
import { PACKAGES, root } from '../architecture/sources.ts'

const site = mkdtempSync(join(tmpdir(), 'latchkey-site-'))
let app: Application
let project: ProjectReflection | undefined

beforeAll(async () => {
  app = await Application.bootstrapWithPlugins({
    options: join(root, 'docs/typedoc.config.js'),
    out: site,
    logLevel: 'Warn',
  })
  project = await app.convert()
  if (project !== undefined) {
    app.validate(project)
    await app.generateOutputs(project)
  }
}, 120_000)

afterAll(() => rmSync(site, { recursive: true, force: true }))

describe('documentation site', () => {
  it('is made without a warning', () => {
    expect(app.logger.errorCount + app.logger.warningCount).toBe(0)
  })

  it('has a page for every entry that somebody can import', () => {
    const entries = PACKAGES.flatMap((name) => entriesOf(name).map((entry) => entry.name))
    const code = entries.filter((name) => !name.includes('/locales/'))
    expect(project?.children?.map(({ name }) => name).sort()).toEqual(code.sort())
  })

  it('links to nothing that is missing', () => {
    const pages = globSync('**/*.html', { cwd: site })
    expect(pages.length).toBeGreaterThan(500)
    const missing = pages.flatMap((page) =>
      localLinks(readFileSync(join(site, page), 'utf8'))
        .filter((link) => !existsSync(join(site, normalize(join(dirname(page), link)))))
        .map((link) => `${page} → ${link}`),
    )
    expect(missing).toEqual([])
  })

  it('finds guides and functions', () => {
    const [, packed = ''] = /"([\w+/=-]+)"/.exec(readFileSync(join(site, 'assets/search.js'), 'utf8')) ?? []
    const found = inflateSync(Buffer.from(packed, 'base64')).toString()
    for (const name of ['createAuthHandler', 'requireUser', 'First sign-in in React', 'Going to production'])
      expect(found).toContain(`"${name}"`)
  })
})

const localLinks = (html: string) =>
  [...html.matchAll(/\s(?:href|src)="([^"#?]+)/g)]
    .map(([, link = '']) => decodeURI(link))
    .filter((link) => !/^[a-z]+:/.test(link))
