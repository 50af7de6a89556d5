import { type AuthClient, type Resource, type ResourceState, type Result, resourceOf } from '@latchkey/core'
import { useSyncExternalStore } from 'react'
import { useAuthClient } from './auth-context.ts'

/** Loads data of the signed-in user from the handler, with one request for all components that use it. */
export function useResource<T>(
  name: string,
  load: (client: AuthClient) => Promise<Result<T>>,
  wanted = true,
): { client: AuthClient; resource: Resource<T>; state: ResourceState<T> } {
  const client = useAuthClient()
  const resource = resourceOf(client, name, () => load(client))
  const state = useSyncExternalStore(
    wanted ? resource.subscribe : nothing,
    resource.getState,
    resource.getServerSnapshot,
  )
  return { client, resource, state }
}

/** A subscription that does nothing, so that no request is sent. */
const nothing = () => () => {}
