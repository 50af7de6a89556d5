import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createClient } from '@latchkey/core/server'
import ts from 'typescript'
import { describe, expect, it } from 'vitest'
import { documentedCode, isBuiltAsInstalled } from '../docs/code-blocks.ts'
import { entriesOf, publicExports } from './entries.ts'
import { filesLike, root } from './sources.ts'

const ENTRIES = ['@latchkey/core/api', '@latchkey/core/server']

/** The code that runs in the browser tests of the sites: the sites, the adapters, and core. */
const RUNNING = [
  'apps/*/{server,src}/**/*.{ts,tsx}',
  'packages/{core,react,sveltekit,node,next,react-router,tanstack-start,astro}/src/**/*.{ts,tsx}',
]

/** The names that a file imports. Re-exports do not count. */
function importedNames(path: string, text: string): string[] {
  return ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true).statements.flatMap((statement) => {
    const bindings = ts.isImportDeclaration(statement) ? statement.importClause?.namedBindings : undefined
    if (bindings === undefined || !ts.isNamedImports(bindings)) return []
    return bindings.elements.map(({ name, propertyName }) => (propertyName ?? name).text)
  })
}

describe(`functions of ${ENTRIES.join(' and ')}`, () => {
  const entries = entriesOf('core').filter(({ name }) => ENTRIES.includes(name))
  const exported = [...publicExports(entries).values()].flat().filter(({ kind }) => kind === 'function')
  const functions = [...new Set(exported.map(({ name }) => name))]

  // `apps/e2e/tests/admin.spec.ts` calls each of these operations in the explorer of the React site.
  const operations = new Set(Object.keys(createClient({ apiKey: 'sk_test_1', clientId: 'client_1' })))

  const importers = new Map<string, string[]>()
  function note(path: string, text: string) {
    for (const name of importedNames(path, text)) importers.set(name, [...(importers.get(name) ?? []), path])
  }
  for (const path of filesLike(...RUNNING).filter((one) => !/\.test(-d)?\.tsx?$/.test(one)))
    note(path, readFileSync(join(root, path), 'utf8'))
  // The apps of the guides are also tested in a browser.
  for (const { document, code } of documentedCode().filter(isBuiltAsInstalled)) note(document, code)
  // `verifyWebhook` uses `createWebhookVerifier` internally.
  importers.set('createWebhookVerifier', importers.get('verifyWebhook') ?? [])
  // These functions are for processes without a handler. The recipes run them.
  for (const name of ['verifyAccessToken', 'createAccessTokenVerifier', 'createApiKeyVerifier'])
    importers.set(name, ['docs/recipes/callers.md'])

  it('are each used by the sites that the scenarios run on', () => {
    const reached = functions.map((name) => ({
      name,
      by: operations.has(name) ? 'the explorer of apps/react' : importers.get(name)?.sort()[0],
    }))
    expect(functions.length).toBeGreaterThan(90)
    expect(reached.filter(({ by }) => by === undefined)).toEqual([])
  })
})
