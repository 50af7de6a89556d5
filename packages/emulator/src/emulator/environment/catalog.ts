import type { Clock } from '../../engine/base/clock.ts'
import type { EnvironmentCredentials } from '../../engine/context/engine-context.ts'
import { readDocument } from '../../engine/storage/documents.ts'
import {
  deleteEnvironment,
  findEnvironment,
  listEnvironments,
  writeEnvironment,
} from '../../engine/storage/environment-catalog.ts'
import type { EnvironmentStorage, Storage } from '../../engine/storage/storage.ts'
import type { EnvironmentRow } from '../../engine/storage/tables.ts'

/**
 * The environments of a storage in addition to the default one, so that an environment is found without opening all of them.
 */
export interface Catalog {
  list(): Promise<EnvironmentCredentials[]>
  find(by: { apiKey: string } | { clientId: string }): Promise<EnvironmentCredentials | undefined>
  note(credentials: EnvironmentCredentials): Promise<void>
  forget(clientId: string): Promise<void>
}

/**
 * Opens the catalog, which is stored in the default environment. Adds the environments of earlier releases, which had no
 * catalog.
 */
export async function openCatalog(
  opened: EnvironmentStorage,
  storage: Storage,
  clock: Clock,
  ownClientId: string,
): Promise<Catalog> {
  const { db } = opened
  const catalog: Catalog = {
    list: async () => (await listEnvironments(db)).map(credentialsOf),
    async find(by) {
      const row = await findEnvironment(db, by)
      return row === undefined ? undefined : credentialsOf(row)
    },
    note({ clientId, apiKey, name }) {
      const row = { client_id: clientId, api_key: apiKey, name, created_at: clock.now() }
      return opened.durably(() => writeEnvironment(db, row))
    },
    forget: (clientId) => opened.durably(() => deleteEnvironment(db, clientId)),
  }
  await adopt(catalog, storage, ownClientId)
  return catalog
}

async function adopt(catalog: Catalog, storage: Storage, ownClientId: string): Promise<void> {
  const known = new Set((await catalog.list()).map(({ clientId }) => clientId))
  for (const clientId of await storage.names()) {
    if (known.has(clientId) || clientId === ownClientId) continue
    const opened = await storage.open(clientId)
    const credentials = await readDocument<EnvironmentCredentials>(opened.db, 'credentials')
    await opened.close()
    if (credentials !== undefined) await catalog.note({ ...credentials, name: credentials.name ?? clientId })
  }
}

function credentialsOf({ client_id, api_key, name }: EnvironmentRow): EnvironmentCredentials {
  return { clientId: client_id, apiKey: api_key, name }
}
