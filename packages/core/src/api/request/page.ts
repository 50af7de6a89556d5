import type { Api } from './api.ts'
import type { Call, CallOptions } from './call.ts'
import { arrayOf, type FromWire, object, type Reader, withShortcut } from './reader.ts'
import { request } from './request.ts'
import { fromWire } from './wire.ts'

/** The default number of items per page. */
export const DEFAULT_PAGE_LIMIT = 10

/** The maximum number of items per page. */
const LARGEST_PAGE = 100

/** `desc` is newest first and the API's default. `normal` is `desc` with the two cursors swapped. */
export type Order = 'asc' | 'desc' | 'normal'

/** Selects a page of a list. */
export interface PageParams {
  /** 1–100. Default: {@link DEFAULT_PAGE_LIMIT}. */
  limit?: number
  /** By creation time. Default: `desc`. */
  order?: Order
  /** The ID of an item. Returns the page immediately before it. */
  before?: string
  /** The ID of an item. Returns the page after it. */
  after?: string
}

/** The position of a page in its list. */
export interface ListMetadata {
  /** The cursor of the previous page, or `null` on the first page. */
  before: string | null
  /** The cursor of the next page, or `null` on the last page. */
  after: string | null
}

/** One page of a list. Iterating over it yields its items, then those of the following pages. */
export interface Page<T> extends AsyncIterable<T> {
  data: T[]
  listMetadata: ListMetadata
  /** Fetches the next page, or returns `undefined` on the last one. */
  nextPage(options?: CallOptions): Promise<Page<T> | undefined>
}

/** Await it for one {@link Page}, or iterate over it for every item of the list. */
export interface PagePromise<T> extends Promise<Page<T>>, AsyncIterable<T> {}

/** A list operation: `params` contains its filters and position. */
export interface ListCall<T> extends Omit<Call<T>, 'method' | 'read' | 'result' | 'body'> {
  params: PageParams & object
  item: Reader<T>
}

/** Fetches one page of a list. */
export function list<T>(api: Api, call: ListCall<T>, options?: CallOptions): PagePromise<T> {
  const first = fetchPage(api, call, options)
  return Object.assign(first, {
    async *[Symbol.asyncIterator](): AsyncGenerator<T, void, undefined> {
      yield* await first
    },
  })
}

async function fetchPage<T>(api: Api, call: ListCall<T>, options?: CallOptions): Promise<Page<T>> {
  const { params, item, ...rest } = call
  const query = { ...params, limit: params.limit ?? DEFAULT_PAGE_LIMIT }
  const read = envelopeOf(item)
  const envelope = await request(api, { ...rest, method: 'GET', query, read, result: 'list' }, options)
  const listMetadata = readCursors(envelope)
  return {
    data: envelope.data,
    listMetadata,
    nextPage: async (nextOptions) => {
      const next = nextParams(params, listMetadata)
      return next === undefined
        ? undefined
        : fetchPage(api, { ...call, params: next }, nextOptions ?? options)
    },
    [Symbol.asyncIterator]: () => iterate(api, call, options, envelope.data, listMetadata),
  }
}

async function* iterate<T>(
  api: Api,
  call: ListCall<T>,
  options: CallOptions | undefined,
  data: T[],
  listMetadata: ListMetadata,
): AsyncGenerator<T, void, undefined> {
  yield* data
  // A caller that reads all pages gets the largest ones, unless it set a limit.
  const limit = call.params.limit ?? LARGEST_PAGE
  const visited = new Set<string>()
  let next = nextParams(call.params, listMetadata)
  while (next !== undefined) {
    const cursor = `${next.before} ${next.after}`
    if (visited.has(cursor)) return // A server with circular cursors would keep us reading forever.
    visited.add(cursor)
    const page: Page<T> = await fetchPage(api, { ...call, params: { ...next, limit } }, options)
    if (page.data.length === 0) return
    yield* page.data
    next = nextParams(next, page.listMetadata)
  }
}

/** The position of the next page, in the direction in which the caller reads. */
function nextParams(params: PageParams, { before, after }: ListMetadata): PageParams | undefined {
  const backwards = params.before !== undefined && params.after === undefined
  if (backwards) return before === null ? undefined : { ...params, before }
  return after === null ? undefined : { ...params, after }
}

interface Envelope<T> {
  data: T[]
  listMetadata?: unknown
}

const envelopes = new WeakMap<Reader<unknown>, Reader<Envelope<never>>>()

function envelopeOf<T>(item: Reader<T>): Reader<Envelope<T>> {
  const known = envelopes.get(item) as Reader<Envelope<T>> | undefined
  if (known !== undefined) return known
  const renamed = object<Envelope<T>>({ data: arrayOf(item) })
  const read = item.fromWire === undefined ? renamed : withShortcut(renamed, envelopeFromWire(item))
  envelopes.set(item, read as Reader<Envelope<never>>)
  return read
}

const envelopeFromWire =
  <T>(item: Reader<T>): FromWire<Envelope<T>> =>
  (wire, at, depth) => {
    const { data, ...rest } = (wire ?? {}) as Record<string, unknown>
    if (!Array.isArray(data)) return undefined
    return {
      ...(fromWire(rest, depth) as object),
      data: data.map(
        (one, index) =>
          item.fromWire?.(one, at, depth + 2) ?? item(fromWire(one, depth + 2), `${at}.data[${index}]`),
      ),
    }
  }

/** Missing, empty and invalid cursors mark the end of the list. */
function readCursors({ listMetadata }: Envelope<unknown>): ListMetadata {
  const { before, after } = (listMetadata ?? {}) as Record<string, unknown>
  return { before: cursor(before), after: cursor(after) }
}

function cursor(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null
}
