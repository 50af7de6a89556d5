import { readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { isFlowErrorCode } from '@latchkey/core'
import ts from 'typescript'
import { describe, expect, it } from 'vitest'
import { apiErrorCodes } from '../../packages/core/src/errors/api-error-code.ts'
import { filesLike, PACKAGES, parseSource, root, sourcesOf } from './sources.ts'

describe('files', () => {
  const files = filesLike('packages/**/*.{ts,tsx,js,mjs,svelte}', 'apps/**/*.{ts,tsx,js,mjs,svelte}')

  it('are named after their subject', () => {
    // The name `$lib` comes from SvelteKit.
    const says = /(^|\/)(utils?|helpers?|common|shared|misc|types?|constants?|lib)(\/|\.\w+$)/
    const others = files.map((path) => path.replace('/src/lib/', '/src/'))
    expect(others.filter((path) => says.test(path))).toEqual([])
    expect(['a/utils.ts', 'a/common/b.ts', 'a/http-types.ts'].map((path) => says.test(path))).toEqual([
      true,
      true,
      false,
    ])
  })

  it('are in kebab case', () => {
    // SvelteKit defines names such as `+page.svelte`, and languages have tags such as `pt-BR`.
    const kebab = /^(\+?[a-z0-9]+(-[a-z0-9]+)*|[a-z]{2}-[A-Z]{2})(\.[a-z0-9-]+)*$/
    expect(files.filter((path) => !kebab.test(basename(path)))).toEqual([])
  })
})

describe('adapters', () => {
  const adapters = PACKAGES.filter((name) => name !== 'core' && name !== 'emulator').flatMap(sourcesOf)

  it('contain no grant type and no path of the API', () => {
    const API = /grant_type|urn:(workos|ietf)|user_management|\/sso\/|api\.workos/
    expect(adapters.filter(({ text }) => API.test(text)).map(({ path }) => path)).toEqual([])
  })

  it('contain no error codes of the API other than those of flows', () => {
    const foreign = new Set<string>(apiErrorCodes.filter((code) => !isFlowErrorCode(code)))
    const literals = adapters.flatMap(({ path, text }) => {
      const found: string[] = []
      const visit = (node: ts.Node): void => {
        if (ts.isStringLiteralLike(node) && foreign.has(node.text)) found.push(`${path} ${node.text}`)
        ts.forEachChild(node, visit)
      }
      visit(parseSource(path, text).tree)
      return found
    })
    expect(literals).toEqual([])
  })
})

describe('the project', () => {
  it('contains no path of a particular machine', () => {
    const files = filesLike(
      '*.{json,yaml,ts,md}',
      '{scripts,tests,packages,apps,docs,.github}/**/*.{ts,tsx,mjs,json,md,yml,svelte}',
    )
    const MACHINE = /(^|[\s"'`(=])\/(work|root|home)\/[a-z]/m
    expect(files.filter((path) => MACHINE.test(readFileSync(join(root, path), 'utf8')))).toEqual([])
  })
})
