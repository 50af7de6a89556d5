import { globSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { readAggregate, readAggregates, writtenLists } from '../../operations.ts'
import { operations } from '../../src/api/operations.ts'

const packageFolder = join(import.meta.dirname, '../..')
const emulatorFolder = join(packageFolder, '../emulator/src/engine/web/api')

const aggregates = readAggregates()

/** An endpoint without the names of its ids. */
const shapeOf = (endpoint: string) => endpoint.replaceAll(/\{[^}]+\}|:\w+/g, '{}')

describe('LAY-3: the lists of operations', () => {
  it.each(writtenLists())(
    '%s is as `pnpm --filter @latchkey/core run operations` writes it',
    (path, text) => {
      expect(readFileSync(join(packageFolder, path), 'utf8')).toBe(text)
    },
  )

  it('say of each operation which endpoint of the API it calls', () => {
    const without = aggregates.flatMap((one) =>
      one.operations.filter(({ endpoint }) => endpoint === undefined),
    )
    expect(without).toEqual([])
    expect(aggregates.flatMap((one) => one.operations.map(({ name }) => name))).toEqual(
      Object.keys(operations),
    )
  })

  it('find an operation by its first parameter, and leave out what is internal', () => {
    const source = `
      /** @see OpenAPI \`GET /trees/{id}\` */
      export async function getTree(api: Api, params: GetTreeParams): Promise<Tree> {}
      export interface GetTreeParams {}
      /** Reads a tree. */
      export const readTree = object<Tree>({})
      export function grow(params: GetTreeParams): void {}
      function plant(api: Api): void {}
      /** @internal */
      export function requireTree(api: Api): void {}
      /** @internal */
      export interface Roots {}
      export type Leaf = string`
    expect(readAggregate('trees', source)).toEqual({
      name: 'trees',
      operations: [{ name: 'getTree', endpoint: 'GET /trees/{id}' }],
      types: ['GetTreeParams', 'Leaf'],
    })
  })
})

describe('LAY-4: an aggregate', () => {
  it('has one name in the client and in the local server', () => {
    const served = new Map<string, string>()
    for (const file of globSync('*.ts', { cwd: emulatorFolder })) {
      const text = readFileSync(join(emulatorFolder, file), 'utf8')
      for (const [, method, path] of text.matchAll(/method: '([A-Z]+)',\s+path: '([^']+)'/g))
        served.set(shapeOf(`${method} ${path}`), basename(file, '.ts'))
    }
    expect(served.size).toBeGreaterThan(60)
    const differing = aggregates.flatMap(({ name, operations: own }) =>
      own.flatMap(({ endpoint = '' }) => {
        const there = served.get(shapeOf(endpoint)) ?? name
        return there === name ? [] : [`${endpoint}: ${name} in the client, ${there} in the local server`]
      }),
    )
    expect(differing).toEqual([])
  })
})
