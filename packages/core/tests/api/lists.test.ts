import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { readAggregate, readAggregates, writtenLists } from '../../operations.ts'
import { operations } from '../../src/api/operations.ts'

const packageFolder = join(import.meta.dirname, '../..')

const aggregates = readAggregates()

describe('LAY-3: the lists of operations', () => {
  it.each(writtenLists())(
    '%s is exactly what `pnpm --filter @latchkey/core run operations` writes',
    (path, text) => {
      expect(readFileSync(join(packageFolder, path), 'utf8')).toBe(text)
    },
  )

  it('contain the API endpoint of each operation', () => {
    const without = aggregates.flatMap((one) =>
      one.operations.filter(({ endpoint }) => endpoint === undefined),
    )
    // `request` calls any endpoint.
    expect(without.map(({ name }) => name)).toEqual(['request'])
    expect(aggregates.flatMap((one) => one.operations.map(({ name }) => name))).toEqual(
      Object.keys(operations),
    )
  })

  it('contain every function whose first parameter is an `Api`, except internal ones', () => {
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
