import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Application } from 'typedoc'
import { describe, expect, it } from 'vitest'
import { GALLERY } from '../../apps/e2e/src/gallery-states.ts'
import { QUESTIONS } from '../../docs/check/questions.ts'
import { previewsOf, propsTablesOf, withComponents } from '../../docs/src/site/components.ts'
import { withDescription, withScrolling } from '../../docs/src/site/finish.ts'
import {
  anchorsOf,
  linksOf,
  MOVED,
  pagePath,
  readPages,
  redirects,
  withSiteLinks,
} from '../../docs/src/site/pages.ts'
import { propsOfComponents } from '../../docs/src/site/props.ts'
import { sidebar, UNLISTED } from '../../docs/src/site/sidebar.ts'
import { withTabs } from '../../docs/src/site/tabs.ts'
import { entriesOf } from '../architecture/entries.ts'
import { PACKAGES, root } from '../architecture/sources.ts'

// A separate workflow builds the site, searches it, and checks it with axe.
const pages = readPages()

describe('documentation pages', () => {
  it('have a title and a description of at most 160 characters', () => {
    expect(pages.length).toBeGreaterThan(40)
    const wrong = pages.filter(
      ({ title, description }) =>
        title === '' || description.length < 20 || description.length > 160 || !/[.!?]$/.test(description),
    )
    expect(wrong.map(({ file, description }) => `${file}: ${description}`)).toEqual([])
    const descriptions = pages.map(({ description }) => description)
    expect(descriptions.filter((one, index) => descriptions.indexOf(one) !== index)).toEqual([])
  })

  it('are in the sidebar exactly once', () => {
    const listed = sidebar().flatMap(({ items }) => items)
    const expected = pages.map(({ slug }) => slug).filter((slug) => !UNLISTED.includes(slug))
    expect(listed.sort()).toEqual(expected.sort())
  })

  it('link to files and headings that exist', () => {
    const broken = pages.flatMap((page) =>
      linksOf(page)
        .filter(({ file, anchor }) => {
          if (!existsSync(join(root, file))) return true
          if (anchor === '' || !file.endsWith('.md')) return false
          return !anchorsOf(readFileSync(join(root, file), 'utf8')).has(decodeURI(anchor.slice(1)))
        })
        .map(({ file, anchor }) => `${page.file} → ${file}${anchor}`),
    )
    expect(broken).toEqual([])
  })

  it('that have moved link to their new page, to which the site redirects', () => {
    for (const [from, to] of Object.entries(MOVED)) {
      const links = linksOf({ file: from, body: readFileSync(join(root, from), 'utf8') })
      const anchors = anchorsOf(readFileSync(join(root, to), 'utf8'))
      expect(links.length).toBeGreaterThan(1)
      for (const { file, anchor } of links) {
        expect(file).toBe(to)
        if (anchor !== '') expect(anchors).toContain(anchor.slice(1))
      }
    }
    expect(redirects('/latchkey')).toEqual({
      '/production': '/latchkey/deploy/',
      '/testing': '/latchkey/local/testing/',
    })
  })

  it('link to pages of the site, under its base path', () => {
    const page = pages.find(({ file }) => file === 'docs/guides/react.md')
    expect(page).toBeDefined()
    const text = withSiteLinks(page!, '/latchkey')
    expect(text).toContain('](/latchkey/deploy/)')
    expect(text).toContain('](/latchkey/packages/react/)')
    expect(text).not.toMatch(/\]\([^)]*\.md/)
    expect([pagePath(''), pagePath('', '/latchkey'), pagePath('help/faq', '/latchkey/')]).toEqual([
      '/',
      '/latchkey',
      '/latchkey/help/faq/',
    ])
  })

  it('have a tab for each package manager in install commands, and for labeled blocks', () => {
    const install = withTabs('```sh\nnpm install @latchkey/react\n```\n')
    for (const command of ['npm install', 'pnpm add', 'yarn add', 'bun add'])
      expect(install).toContain(`${command} @latchkey/react`)
    expect(withTabs('```sh\ncurl x\n```\n')).toBe('```sh\ncurl x\n```\n')
    const labeled = withTabs('```ts tab="Next.js"\na()\n```\n\n```ts tab="SvelteKit"\nb()\n```\n\nWords.\n')
    expect(labeled.match(/role="tab"/g)).toHaveLength(2)
    expect(labeled).toContain('data-key="framework"')
    expect(labeled).toContain('Words.')
  })
})

describe('the questions of newcomers', () => {
  it.each(QUESTIONS)(
    '“%s” is covered by a page in the sidebar, and by a heading on it',
    (_question, target) => {
      const [slug = '', anchor] = target.split('#')
      expect(sidebar().flatMap(({ items }) => items)).toContain(slug)
      const page = pages.find((one) => one.slug === slug)
      if (anchor !== undefined) expect([...anchorsOf(page?.body ?? '')]).toContain(anchor)
    },
  )
})

describe('component pages', () => {
  it('mark the props and components that only React has', () => {
    const table = withComponents('<!-- props: SignIn -->', '/')
    expect(table).toMatch(/^\| `initialFlow` \(React\) \|/m)
    expect(table).toMatch(/^\| `layout` \|/m)
    expect(withComponents('<!-- props: AuthBoundary -->', '/')).toMatch(/^\| `children` \(React\) \|/m)
  })

  const components = pages.filter(({ slug }) => slug.startsWith('components/'))

  it('list the props of every component exactly once', () => {
    const listed = components.flatMap(({ body }) => propsTablesOf(body))
    expect(listed.sort()).toEqual([...propsOfComponents().keys()].sort())
  })

  it('show only states that the gallery of the browser tests has', () => {
    const parts = readFileSync(join(root, 'apps/e2e/src/browser/gallery-components.tsx'), 'utf8')
    const states = [
      ...GALLERY.map(({ kind, step }) => `${kind} ${step}`),
      ...[...parts.matchAll(/data-state="(\w+)"/g)].map(([, state]) => state),
    ]
    const shown = components.flatMap(({ body }) => previewsOf(body))
    expect(shown.length).toBeGreaterThan(15)
    expect(shown.filter((state) => !states.includes(state))).toEqual([])
  })

  it('show the type, default and description of each prop from its docstring', () => {
    const table = withComponents('<!-- props: OAuthButtons -->', '/')
    expect(table).toContain('| `layout` | `ProviderLayout`<br>')
    expect([...propsOfComponents().values()].flat().filter(({ text }) => text === '')).toEqual([])
    expect(withComponents('<!-- preview: menus -->', '/latchkey')).toContain(
      'src="/latchkey/preview/?components&amp;show=menus"',
    )
    expect(() => withComponents('<!-- props: Nothing -->', '/')).toThrow('There is no component <Nothing>')
  })
})

describe('wide tables and code blocks', () => {
  it('can be reached with the keyboard, and the empty corner of a table is not a header', () => {
    expect(withScrolling('<table><tr><th></th><th>a</th></tr></table><pre class="x">')).toBe(
      '<div class="doc-table" role="group" aria-label="Table" tabindex="0"><table><tr><td></td><th>a</th></tr></table></div><pre tabindex="0" aria-label="Code 1" class="x">',
    )
  })
})

describe('the API reference', () => {
  it('has a description for each entry', () => {
    const html =
      '<meta name="description" content="The site."/><meta property="og:description" content="The site."/>'
    expect(withDescription(html, 'guides/react/index.html')).toBe(html)
    expect(withDescription(html, 'api/latchkey/node/hono/index.html')).toBe(
      html.replaceAll(
        'The site.',
        'Every export of @latchkey/node/hono, with its types, options and docstrings.',
      ),
    )
  })

  it('is generated without warnings, and has a page for every entry that can be imported', async () => {
    const app = await Application.bootstrapWithPlugins({
      options: join(root, 'docs/typedoc.config.js'),
      logLevel: 'Warn',
    })
    const project = await app.convert()
    expect(project).toBeDefined()
    app.validate(project!)
    expect(app.logger.errorCount + app.logger.warningCount).toBe(0)
    const entries = PACKAGES.flatMap((name) => entriesOf(name).map((entry) => entry.name))
    const code = entries.filter((name) => !name.includes('/locales/'))
    expect(project?.children?.map(({ name }) => name).sort()).toEqual(code.sort())
  }, 600_000)
})
