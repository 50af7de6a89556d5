import { randomUUID } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import type { EngineContext } from '../../context/engine-context.ts'
import { changeDocument } from '../../storage/documents.ts'

interface Holder {
  node: string
  /** Real time, milliseconds since the epoch, so that the lease of a crashed node expires. */
  until: number
}

/** Which node sends to an endpoint, so that its deliveries stay in order and each is sent once. */
export interface DeliveryLease {
  /** Resolves when this node holds the lease, or when `signal` aborts. */
  acquire(endpointId: string, signal: AbortSignal): Promise<void>
  /** Returns false if the lease was lost. */
  renew(endpointId: string): Promise<boolean>
  release(endpointId: string): Promise<void>
}

const LEASE_MS = 15_000
const POLL_MS = 250

export function createDeliveryLease({ db }: Pick<EngineContext, 'db'>): DeliveryLease {
  const node = randomUUID()
  const free: Holder = { node: '', until: 0 }

  async function claim(endpointId: string, until: number): Promise<boolean> {
    const holder = await changeDocument<Holder>(db, `webhook_line:${endpointId}`, (holder = free) =>
      holder.node === node || holder.until <= Date.now() ? { node, until } : holder,
    )
    return holder.node === node
  }
  return {
    async acquire(endpointId, signal) {
      while (!signal.aborted && !(await claim(endpointId, Date.now() + LEASE_MS))) {
        await pause(POLL_MS, undefined, { signal }).catch(() => {})
      }
    },
    renew: (endpointId) => claim(endpointId, Date.now() + LEASE_MS),
    async release(endpointId) {
      await claim(endpointId, 0)
    },
  }
}
