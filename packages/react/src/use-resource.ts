import { type AuthClient, type Resource, type ResourceState, type Result, resourceOf } from '@latchkey/core'
import { useSyncExternalStore } from 'react'
import { useAuthClient } from './auth-context.ts'

/** Reads data of the signed-in user from the handler; one request for all components that read it. */
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

/** Subscribes to nothing, and so asks for nothing. */
const nothing = () => () => {}
