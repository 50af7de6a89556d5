import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { readAggregate, readAggregates, writtenLists } from '../../operations.ts'
import { operations } from '../../src/api/operations.ts'

const packageFolder = join(import.meta.dirname, '../..')

const aggregates = readAggregates()

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
    // `request` calls whichever it is given.
    expect(without.map(({ name }) => name)).toEqual(['request'])
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
