import type { AuthClient, FlowError, ListPayload, PageParams, Resource, Result } from '@latchkey/core'
import { useCallback, useState } from 'react'
import { useResource } from './use-resource.ts'

/** A list that grows page by page. Its functions are stable, safe in dependency lists. */
export interface Paginated<T> {
  data: readonly T[]
  isLoading: boolean
  error: FlowError | null
  hasMore: boolean
  /** Adds the next page. */
  loadMore(): Promise<void>
  reload(): Promise<void>
}

/** Reads a list of the handler's. Internal: the public hooks name what they read. */
export function useList<T>(
  name: string,
  load: (client: AuthClient, page?: PageParams) => Promise<Result<ListPayload<T>>>,
  wanted = true,
): { client: AuthClient; list: Paginated<T>; resource: Resource<ListPayload<T>> } {
  const { client, resource, state } = useResource(name, load, wanted)
  const [failed, setFailed] = useState<FlowError | null>(null)
  const loadMore = useCallback(async () => {
    const after = resource.getState().data?.after
    if (!after) return
    const next = await load(client, { after })
    setFailed(next.ok ? null : next.error)
    if (next.ok)
      resource.update((now) =>
        // A second click while the page was on its way must not add it twice.
        now.after === after ? { ...next.value, data: [...now.data, ...next.value.data] } : now,
      )
  }, [client, resource, load])
  return {
    client,
    resource,
    list: {
      data: state.data?.data ?? [],
      isLoading: state.isLoading,
      error: state.error ?? failed,
      hasMore: Boolean(state.data?.after),
      reload: resource.reload,
      loadMore,
    },
  }
}
