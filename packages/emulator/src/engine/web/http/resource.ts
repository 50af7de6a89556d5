import * as v from 'valibot'
import type { EngineContext } from '../../context/engine-context.ts'
import type { Page, PageQuery } from '../../storage/read-page.ts'
import { list } from './list.ts'
import {
  created,
  empty,
  type Method,
  type Operation,
  ok,
  operation,
  type PathParams,
  type Refusals,
  type Schema,
} from './operation.ts'
import { listBody, pageQuery } from './page.ts'

interface Part {
  refusals?: Refusals
}

/**
 * One type of object, and its operations. Each part that is set becomes an operation on `path` or `path/:key`. The parent
 * object in the path is looked up first.
 */
interface Resource<
  Path extends string,
  Parent,
  Row,
  Filter extends v.ObjectEntries,
  New extends Schema,
  Change extends Schema,
> {
  /** The name in operation ids: `Group` creates `getGroup` and `listGroups`. */
  name: string
  /** Default: the name with an s. */
  plural?: string
  /** The name in summaries, with an article: `a group`. */
  noun: string
  path: Path
  /** The path parameter of the object. Default `id`. */
  key?: string
  object: Schema
  present(row: Row, context: EngineContext): unknown
  /** The parent object, such as the organization. Fails with 404. */
  parent?(context: EngineContext, params: PathParams<Path>): Promise<Parent>
  list?: Part & {
    filter?: Filter
    page(
      context: EngineContext,
      query: PageQuery & v.InferOutput<v.ObjectSchema<Filter, undefined>>,
      parent: Parent,
    ): Promise<Page<Row>>
  }
  /** Fails with 404. Every operation on one object starts with it. */
  find?(context: EngineContext, key: string, parent: Parent): Promise<Row>
  /** Whether there is an operation that reads a single object. Default true. */
  isReadable?: boolean
  create?: Part & {
    body: New
    /** Default: the object. */
    object?: Schema
    run(context: EngineContext, body: v.InferOutput<New>, parent: Parent): Promise<unknown>
  }
  update?: Part & {
    /** Default `PATCH`. */
    method?: Extract<Method, 'PATCH' | 'PUT'>
    body: Change
    run(context: EngineContext, row: Row, body: v.InferOutput<Change>, parent: Parent): Promise<Row>
  }
  remove?: Part & { run(context: EngineContext, row: Row, parent: Parent): Promise<void> }
}

/** The common operations on one type of object: list, get, create, update and delete, as far as they exist. */
export function resourceOperations<
  const Path extends string,
  Row,
  Parent = undefined,
  Filter extends v.ObjectEntries = Record<never, never>,
  New extends Schema = Schema,
  Change extends Schema = Schema,
>(resource: Resource<Path, Parent, Row, Filter, New, Change>): Operation[] {
  const { name, noun, path, object, present, find, list: listing, create, update, remove } = resource
  const key = resource.key ?? 'id'
  const one = `${path}/:${key}`
  const parentOf = (context: EngineContext, params: unknown) =>
    resource.parent?.(context, params as PathParams<Path>) as Promise<Parent>
  const located = async (context: EngineContext, params: unknown) => {
    const parent = await parentOf(context, params)
    const row = await find?.(context, (params as Record<string, string>)[key] ?? '', parent)
    return { parent, row: row as Row }
  }
  const operations: Operation[] = []

  if (listing !== undefined) {
    const plural = resource.plural ?? `${name}s`
    operations.push(
      operation({
        id: `list${plural}`,
        method: 'GET',
        path,
        summary: `List ${plural.replace(/(?<=[a-z])(?=[A-Z])/g, ' ').toLowerCase()}`,
        query: v.object({ ...pageQuery, ...(listing.filter as Filter) }),
        responses: { 200: list(object) },
        ...refusalsOf(listing),
        async handle({ context, params, query }) {
          const parent = await parentOf(context, params)
          const requested = query as PageQuery & v.InferOutput<v.ObjectSchema<Filter, undefined>>
          const page = await listing.page(context, requested, parent)
          const rows = await Promise.all(page.rows.map((row) => present(row, context)))
          return ok(listBody({ ...page, rows }, (shown) => shown))
        },
      }),
    )
  }
  if (find !== undefined && resource.isReadable !== false) {
    operations.push(
      operation({
        id: `get${name}`,
        method: 'GET',
        path: one,
        summary: `Get ${noun}`,
        responses: { 200: object },
        async handle({ context, params }) {
          return ok(await present((await located(context, params)).row, context))
        },
      }),
    )
  }
  if (create !== undefined) {
    operations.push(
      operation({
        id: `create${name}`,
        method: 'POST',
        path,
        summary: `Create ${noun}`,
        body: create.body,
        responses: { 201: create.object ?? object },
        ...refusalsOf(create),
        async handle({ context, params, body }) {
          const made = await create.run(context, body, await parentOf(context, params))
          return created(create.object === undefined ? await present(made as Row, context) : made)
        },
      }),
    )
  }
  if (update !== undefined) {
    operations.push(
      operation({
        id: `update${name}`,
        method: update.method ?? 'PATCH',
        path: one,
        summary: `Update ${noun}`,
        body: update.body,
        responses: { 200: object },
        ...refusalsOf(update),
        async handle({ context, params, body }) {
          const { row, parent } = await located(context, params)
          return ok(await present(await update.run(context, row, body, parent), context))
        },
      }),
    )
  }
  if (remove !== undefined) {
    operations.push(
      operation({
        id: `delete${name}`,
        method: 'DELETE',
        path: one,
        summary: `Delete ${noun}`,
        responses: { 204: null },
        ...refusalsOf(remove),
        async handle({ context, params }) {
          const { row, parent } = await located(context, params)
          await remove.run(context, row, parent)
          return empty(204)
        },
      }),
    )
  }
  return operations
}

function refusalsOf({ refusals }: Part) {
  return refusals === undefined ? {} : { refusals }
}
