import type { AuthClient, FlowError, ListPayload, PageParams, Resource, Result } from '@latchkey/core'
import { useCallback, useState } from 'react'
import { useResource } from './use-resource.ts'

/** A list that is loaded page by page. Its functions are stable and safe in dependency lists. */
export interface Paginated<T> {
  data: readonly T[]
  isLoading: boolean
  error: FlowError | null
  hasMore: boolean
  /** Loads the next page and appends it. */
  loadMore(): Promise<void>
  reload(): Promise<void>
}

/** Reads one of the handler's lists. Internal: use the public hooks. */
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
        // A second click while the page is loading must not append it twice.
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
